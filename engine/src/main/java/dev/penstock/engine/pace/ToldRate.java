package dev.penstock.engine.pace;

import dev.penstock.engine.deliver.Allowance;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The rate that follows from what a destination says is left: the most that ever was left, in the
 * longest time that it ever was for. Both are seen right after its window began anew; until then
 * the rate may be too high, and the next window corrects it. Used by the run's coordinator.
 */
final class ToldRate {
  /** Windows are told in whole seconds; of a shorter one nothing follows. */
  private static final Duration WINDOW_MIN = Duration.ofSeconds(1);

  /** A few places are no rate but a courtesy: a pause when they are used up is enough. */
  private static final long PLACES_MIN = 5;

  private long most;
  private Duration longest = Duration.ZERO;

  /** An answer came with this. */
  void told(Allowance allowance) {
    most = Math.max(most, allowance.remaining() + 1); // the answered request itself was one
    longest = allowance.until().compareTo(longest) > 0 ? allowance.until() : longest;
  }

  /** Requests a second; empty while nothing was told. */
  OptionalDouble rate() {
    return most >= PLACES_MIN && longest.compareTo(WINDOW_MIN) >= 0
        ? OptionalDouble.of(most * LearnedRate.MARGIN * 1000 / longest.toMillis())
        : OptionalDouble.empty();
  }
}
