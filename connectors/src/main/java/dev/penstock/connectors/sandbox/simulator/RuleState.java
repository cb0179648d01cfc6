package dev.penstock.connectors.sandbox.simulator;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What one rule remembers between requests. Guarded by the owner's lock. */
final class RuleState {
  final FaultRule rule;
  private final SplittableRandom random;
  private long seen;
  private long fired;
  private long windowStart = -1;
  private long windowUsed;
  private Tokens.@Nullable Mark mark;

  RuleState(FaultRule rule, long seed) {
    this.rule = rule;
    random = new SplittableRandom(seed);
  }

  boolean isUsedUp() {
    return rule.times().filter(times -> fired >= times).isPresent();
  }

  void fire() {
    fired++;
  }

  /** Counting and chance, after the other conditions held. */
  boolean isTurn(FaultMatch match) {
    seen++;
    return match.nth().filter(n -> n != seen).isEmpty()
        && match.every().filter(n -> seen % n != 0).isEmpty()
        && match.probability().filter(p -> !chance(p)).isEmpty();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /**
   * What a quota says to one request.
   *
   * @param endsIn nanoseconds until the window ends
   */
  record Use(boolean fits, long left, long endsIn) {}

  /** Uses up quota of a window; the first one starts with {@code start}. */
  Use use(long amount, long limit, long windowNanos, long start, long now) {
    if (windowStart < 0) {
      windowStart = start;
    }
    if (now - windowStart >= windowNanos) {
      windowStart += (now - windowStart) / Math.max(1, windowNanos) * windowNanos;
      windowUsed = 0;
    }
    boolean fits = windowUsed + amount <= limit;
    windowUsed += fits ? amount : 0;
    return new Use(fits, limit - windowUsed, Math.max(1, windowStart + windowNanos - now));
  }

  /** The tokens known when the rule first refused one. */
  Tokens.Mark mark(Tokens tokens) {
    if (mark == null) {
      mark = tokens.mark();
    }
    return mark;
  }
}
