package dev.penstock.engine.pace;

import java.time.Duration;
import java.time.Instant;

/**
 * How many repeats a minute has room for: a fifth of what was sent for the first time, or a few. A
 * destination in trouble is not sent more than it would be in good health; who finds no room waits.
 * Used by the run's coordinator.
 */
public final class RetryBudget {
  /** Repeats for each hundred first tries. */
  static final int SHARE_PERCENT = 20;

  /** A small sync may repeat its few requests, too. */
  static final int LEAST = 10;

  private static final int SECONDS = 60;

  private final long[] second = new long[SECONDS];
  private final int[] firsts = new int[SECONDS];
  private final int[] repeats = new int[SECONDS];

  /** A request goes out for the first time. */
  public void first(Instant now) {
    firsts[slot(now)]++;
  }

  /** Takes room for a repeat; says how long to wait for it, zero when it was there. */
  public Duration take(Instant now) {
    int slot = slot(now);
    long sent = 0;
    long used = 0;
    long oldest = Long.MAX_VALUE;
    for (int i = 0; i < SECONDS; i++) {
      if (second[i] > now.getEpochSecond() - SECONDS && second[i] <= now.getEpochSecond()) {
        sent += firsts[i];
        used += repeats[i];
        oldest = repeats[i] > 0 ? Math.min(oldest, second[i]) : oldest;
      }
    }
    if (used < Math.max(LEAST, sent * SHARE_PERCENT / 100)) {
      repeats[slot]++;
      return Duration.ZERO;
    }
    return Duration.between(now, Instant.ofEpochSecond(oldest + SECONDS));
  }

  private int slot(Instant now) {
    int slot = Math.floorMod(now.getEpochSecond(), SECONDS);
    if (second[slot] != now.getEpochSecond()) {
      second[slot] = now.getEpochSecond();
      firsts[slot] = 0;
      repeats[slot] = 0;
    }
    return slot;
  }
}
