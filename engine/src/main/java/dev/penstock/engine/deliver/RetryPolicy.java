package dev.penstock.engine.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the same records go out again within a run: full jitter, with what the
 * destination asked for as a floor. Immutable.
 *
 * @param base the first wait's upper bound; doubles with each attempt
 * @param cap the upper bound never grows beyond it
 * @param tries how often the same records go out in one run
 * @param time how long after their first failure they are given up in this run
 * @param waitMax a longer wait ends the run as deferred
 */
public record RetryPolicy(Duration base, Duration cap, int tries, Duration time, Duration waitMax) {
  /** Half a second doubling to a minute, eight tries or 15 minutes; at most a minute of waiting. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofMillis(500),
          Duration.ofSeconds(60),
          8,
          Duration.ofMinutes(15),
          Duration.ofSeconds(60));

  /** What the destination asks for is never exceeded by more than this share. */
  private static final double FLOOR_JITTER = 0.1;

  /**
   * The wait after the {@code failures}-th failure in a row.
   *
   * @param failures at least 1
   * @param floor what the destination asked for
   */
  public Duration delay(int failures, Optional<Duration> floor, RandomGenerator random) {
    long bound = Math.min(cap.toMillis(), base.toMillis() << Math.min(failures - 1, Byte.SIZE * 2));
    long jittered = (long) (random.nextDouble() * bound);
    long asked = floor.map(Duration::toMillis).orElse(0L);
    long spread = (long) (random.nextDouble() * FLOOR_JITTER * asked);
    return Duration.ofMillis(Math.max(jittered, asked + spread));
  }
}
