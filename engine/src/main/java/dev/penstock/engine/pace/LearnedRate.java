package dev.penstock.engine.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * The rate that an account allows, learnt from its complaints ("429"): at the first, a tenth less
 * than what it took in a window as long as the pause suggests. Then a little more after each quiet
 * time; a complaint takes the last step back and makes the quiet time longer, so that complaints
 * become ever rarer. Where pauses are long, what is taken from the end of one to the end of the
 * next is the rate itself. Used by the run's coordinator.
 */
final class LearnedRate {
  /** Below what is allowed by this share, because the destination's windows are not ours. */
  static final double MARGIN = 0.98;

  /** What was taken in a window may be more than is allowed in one of the destination's. */
  private static final double FIRST_CUT = 0.9;

  /** So much less when it complains again at once. */
  private static final double LESS = 0.95;

  private static final double MORE = 1.01;

  /** One accepted request says nothing about a rate. */
  private static final int ACCEPTED_MIN = 5;

  /** Pauses are given in whole seconds: only of longer ones that is a small error. */
  private static final Duration PAUSE_EXACT = Duration.ofSeconds(10);

  private static final Duration QUIET_FIRST = Duration.ofSeconds(5);
  private static final Duration QUIET_AFTER_STEP_BACK = Duration.ofMinutes(1);
  private static final Duration QUIET_MAX = Duration.ofMinutes(16);

  private static final int TENTHS = 600;
  private static final int MILLIS = 100;

  private final long[] tenth = new long[TENTHS];
  private final int[] accepted = new int[TENTHS];
  private OptionalDouble rate;
  private boolean steppedUp;
  private Instant resumed = Instant.EPOCH;
  private long sinceResumed;
  private Instant quietSince = Instant.EPOCH;
  private Duration quiet = QUIET_FIRST;

  LearnedRate(OptionalDouble known) {
    rate = known;
  }

  /** Requests a second; empty while nothing was learnt. */
  OptionalDouble rate() {
    return rate;
  }

  /** A request was accepted. */
  void accepted(Instant now) {
    accepted[slot(now)]++;
    sinceResumed++;
    if (rate.isEmpty()) {
      return;
    }
    if (quietSince.equals(Instant.EPOCH)) {
      quietSince = now;
    } else if (Duration.between(quietSince, now).compareTo(quiet) > 0) {
      rate = OptionalDouble.of(rate.getAsDouble() * MORE);
      steppedUp = true;
      quietSince = now;
    }
  }

  /**
   * A request met a complaint.
   *
   * @param pause how long nothing is sent now
   */
  void complained(Instant now, Duration pause) {
    if (now.isBefore(resumed)) {
      return; // it was under way when the pause began
    }
    Instant resumes = now.plus(pause);
    Duration cycle = Duration.between(resumed, resumes);
    boolean again = cycle.compareTo(pause.multipliedBy(3).plusSeconds(1)) <= 0;
    boolean exact = again && pause.compareTo(PAUSE_EXACT) >= 0 && sinceResumed >= ACCEPTED_MIN;
    if (exact) {
      double seen = sinceResumed * MARGIN * 1000 / cycle.toMillis();
      rate = OptionalDouble.of(Math.min(rate.orElse(seen), seen));
    } else if (rate.isEmpty()) {
      first(now, pause);
    } else if (steppedUp) {
      rate = OptionalDouble.of(rate.getAsDouble() / MORE);
      quiet = longer(quiet);
    } else if (again) {
      rate = OptionalDouble.of(rate.getAsDouble() * LESS);
    }
    steppedUp = false;
    quietSince = resumes;
    resumed = resumes;
    sinceResumed = 0;
  }

  private void first(Instant now, Duration pause) {
    long seconds = Math.clamp(Math.ceilDiv(pause.toMillis(), 1000), 1, TENTHS / 10);
    long taken = within(now, Duration.ofSeconds(seconds));
    if (taken >= ACCEPTED_MIN) {
      rate = OptionalDouble.of(taken * FIRST_CUT / seconds);
    }
  }

  private static Duration longer(Duration quiet) {
    Duration twice = quiet.multipliedBy(2);
    return twice.compareTo(QUIET_AFTER_STEP_BACK) < 0
        ? QUIET_AFTER_STEP_BACK
        : twice.compareTo(QUIET_MAX) > 0 ? QUIET_MAX : twice;
  }

  private long within(Instant now, Duration window) {
    long last = now.toEpochMilli() / MILLIS;
    long first = last - window.toMillis() / MILLIS;
    long sum = 0;
    for (int i = 0; i < TENTHS; i++) {
      sum += tenth[i] > first && tenth[i] <= last ? accepted[i] : 0;
    }
    return sum;
  }

  private int slot(Instant now) {
    long number = now.toEpochMilli() / MILLIS;
    int slot = Math.floorMod(number, TENTHS);
    if (tenth[slot] != number) {
      tenth[slot] = number;
      accepted[slot] = 0;
    }
    return slot;
  }
}
