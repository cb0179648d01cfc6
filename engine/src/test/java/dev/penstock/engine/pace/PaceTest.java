package dev.penstock.engine.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.deliver.Allowance;
import dev.penstock.engine.deliver.Pacing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** A run's pace against a destination with a limit, in simulated time. */
final class PaceTest {
  private static final Instant START = Instant.parse("2026-11-26T12:00:00.370Z");

  /** What a destination takes, and how a run fared with it. */
  private static final class Tool {
    private final long latencyMillis;
    private final int perWindow;
    private final long windowMillis;
    private final int knee;
    private long window = -1;
    private int used;
    private int accepted;
    private int refused;
    private Instant notBefore = Instant.EPOCH;
    private int early;
    private int most;
    private boolean tells;

    Tool(long latencyMillis, int perWindow, Duration window, int knee) {
      this.latencyMillis = latencyMillis;
      this.perWindow = perWindow;
      this.windowMillis = window.toMillis();
      this.knee = knee;
    }

    /** As answers tell it, in whole seconds. */
    Allowance left(Instant now) {
      long number = now.toEpochMilli() / windowMillis;
      long left = number == window ? Math.max(0, perWindow - used) : perWindow;
      long millis = (number + 1) * windowMillis - now.toEpochMilli();
      return new Allowance(left, Duration.ofSeconds(Math.ceilDiv(millis, 1000)));
    }

    private record Answer(Instant started, Instant at, Duration retryAfter) {}

    /** Retry-After is in whole seconds, as vendors send it. */
    Answer request(Instant now, int inFlight) {
      early += now.isBefore(notBefore) ? 1 : 0;
      most = Math.max(most, inFlight);
      long number = now.toEpochMilli() / windowMillis;
      used = number == window ? used : 0;
      window = number;
      long slow = latencyMillis * Math.max(1, inFlight / knee);
      if (++used > perWindow) {
        refused++;
        long left = (number + 1) * windowMillis - now.toEpochMilli();
        Duration after = Duration.ofSeconds(Math.ceilDiv(left, 1000));
        return new Answer(now, now.plusMillis(5), after);
      }
      accepted++;
      return new Answer(now, now.plusMillis(slow), Duration.ZERO);
    }
  }

  /** A coordinator's loop as short as can be; it wakes at each answer and each due time. */
  private static void run(Pace pace, Tool tool, Duration time) {
    var answers = new PriorityQueue<Tool.Answer>(Comparator.comparing(Tool.Answer::at));
    Instant now = START;
    Instant end = START.plus(time);
    Instant held = Instant.EPOCH;
    while (now.isBefore(end)) {
      while (!held.isAfter(now) && pace.free(now, answers.size()) > 0 && pace.admits(now)) {
        pace.started(now, answers.size() + 1);
        answers.add(tool.request(now, answers.size() + 1));
      }
      Instant due = held.isAfter(now) ? held : pace.next(now);
      Tool.Answer first = answers.peek();
      boolean sleeps = first == null || (due.isAfter(now) && due.isBefore(first.at()));
      if (sleeps) {
        now = due.isAfter(now) ? due : now.plusMillis(1);
        continue;
      }
      now = first.at().isAfter(now) ? first.at() : now;
      answers.remove();
      if (tool.tells) {
        pace.told(tool.left(now), now);
      }
      if (first.retryAfter().isZero()) {
        pace.taken(Duration.between(first.started(), first.at()), now);
      } else {
        if (!first.started().isBefore(held)) {
          held = now.plus(first.retryAfter());
          tool.notBefore = held;
        }
        pace.complained(first.started(), now, Duration.between(now, held));
      }
    }
  }

  @Test
  void what_the_destination_says_is_left_tells_the_rate_and_no_request_is_refused() {
    var tool = new Tool(100, 100, Duration.ofSeconds(1), 1_000);
    tool.tells = true;
    Duration time = Duration.ofMinutes(1);

    run(pace(Pacing.FREE.adapting(), 32), tool, time);

    assertThat(tool.accepted).isGreaterThanOrEqualTo((int) (0.96 * 100 * time.toSeconds()));
    assertThat(tool.refused).isZero();
  }

  private static Pace pace(Pacing pacing, int most) {
    return new Pace(pacing, most, new NoAccounts(), "tool", OptionalDouble.empty());
  }

  @Test
  void an_unknown_limit_is_found_and_used_to_97_percent_with_hardly_a_complaint() {
    var tool = new Tool(100, 100, Duration.ofSeconds(1), 1_000);
    Duration time = Duration.ofMinutes(5);

    run(pace(Pacing.FREE.adapting(), 32), tool, time);

    assertThat(tool.accepted).isGreaterThanOrEqualTo((int) (0.97 * 100 * time.toSeconds()));
    assertThat(tool.refused).isLessThan((int) (0.005 * 100 * time.toSeconds()));
    assertThat(tool.early).isZero();
  }

  @Test
  void a_limit_by_the_minute_is_found_too() {
    var tool = new Tool(20, 300, Duration.ofMinutes(1), 1_000);
    Duration time = Duration.ofMinutes(60);

    run(pace(Pacing.FREE.adapting(), 32), tool, time);

    assertThat(tool.accepted).isGreaterThanOrEqualTo((int) (0.94 * 300 * 60));
    assertThat(tool.refused).isLessThan((int) (0.005 * 300 * 60));
    assertThat(tool.early).isZero();
  }

  @Test
  void a_limit_that_is_set_is_never_exceeded() {
    var tool = new Tool(100, 100, Duration.ofSeconds(1), 1_000);
    Duration time = Duration.ofMinutes(2);
    var pacing =
        new Pacing(true, OptionalDouble.of(100), OptionalDouble.empty(), OptionalLong.empty());

    run(pace(pacing, 32), tool, time);

    assertThat(tool.refused).isZero();
    assertThat(tool.accepted).isGreaterThanOrEqualTo((int) (0.97 * 100 * time.toSeconds()));
  }

  @Test
  void a_tool_that_slows_down_beyond_its_knee_is_not_pushed_far_beyond_it() {
    var tool = new Tool(50, Integer.MAX_VALUE, Duration.ofSeconds(1), 4);
    Duration time = Duration.ofSeconds(10);

    run(pace(Pacing.FREE.adapting(), 32), tool, time);

    assertThat(tool.accepted).isGreaterThanOrEqualTo((int) (0.9 * 4 * 1000 / 50 * 10));
    assertThat(tool.most).isLessThanOrEqualTo(16);
  }

  @Test
  void one_complaint_after_one_request_teaches_no_rate() {
    var pace = pace(Pacing.FREE, 4);
    pace.taken(Duration.ofMillis(50), START);
    pace.complained(START, START.plusMillis(60), Duration.ofSeconds(60));

    assertThat(pace.learned()).isEmpty();
  }

  @Test
  void a_busy_machine_of_ours_does_not_lower_the_concurrency() {
    var pace = pace(Pacing.FREE.adapting(), 32);
    Instant now = START;
    for (int i = 0; i < 200; i++) {
      pace.started(now, pace.concurrency());
      now = now.plusMillis(10);
      pace.taken(Duration.ofMillis(10), now);
    }
    int before = pace.concurrency();
    for (int i = 0; i < 200; i++) {
      pace.started(now, pace.concurrency());
      now = now.plusMillis(100);
      pace.taken(Duration.ofMillis(100), now);
    }

    assertThat(before).isGreaterThan(8);
    assertThat(pace.concurrency()).isGreaterThanOrEqualTo(before);
  }

  /** Nothing is shared here. */
  private static final class NoAccounts implements Accounts {
    @Override
    public Standing standing(String account) {
      return Standing.GOOD;
    }

    @Override
    public void keep(String account, Standing standing) {}

    @Override
    public Grant reserve(
        String account, OptionalDouble perSecond, OptionalLong perDay, int wanted) {
      throw new AssertionError("nothing is shared");
    }
  }
}
