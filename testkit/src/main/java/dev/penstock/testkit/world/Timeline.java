package dev.penstock.testkit.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What will happen in the simulated world, in order of time. */
final class Timeline {
  private final SettableClock clock;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
  private long number;

  Timeline(SettableClock clock) {
    this.clock = clock;
  }

  private record Event(Instant at, long number, Runnable what) {}

  Instant now() {
    return clock.instant();
  }

  void in(Duration delay, Runnable what) {
    events.add(new Event(clock.instant().plus(delay), number++, what));
  }

  /** The machine's clock is set back; what will happen happens as soon as it would have. */
  void setBack(Duration by) {
    List<Event> all = List.copyOf(events);
    events.clear();
    all.forEach(event -> events.add(new Event(event.at().minus(by), event.number(), event.what())));
    clock.advance(by.negated());
  }

  /** Lets time pass up to the next event, but no longer than this; false when none came. */
  boolean step(Duration most) {
    Instant until = clock.instant().plus(most);
    Event next = events.peek();
    if (next == null || next.at().isAfter(until)) {
      clock.advanceTo(until);
      return false;
    }
    clock.advanceTo(next.at());
    events.remove();
    next.what().run();
    return true;
  }

  /** Lets this much time pass with everything that happens in it. */
  void pass(Duration time) {
    Instant until = clock.instant().plus(time);
    boolean more = true;
    while (more) {
      more = step(Duration.between(clock.instant(), until));
    }
  }
}
