package dev.penstock.engine.pace;

import java.time.Duration;
import java.time.Instant;

/**
 * How many requests a destination bears at once, found while running: one more after as many
 * answers as are allowed, when all places were in use; three tenths fewer when it complains or does
 * not answer. When answers take twice as long as they used to, nothing is added; nothing is taken
 * away either, because a busy machine of ours looks just the same. Used by the run's coordinator.
 */
final class Concurrency {
  static final int FIRST = 2;
  private static final double FEWER = 0.7;
  private static final double SLOWER = 2;
  private static final double RECENT_WEIGHT = 0.3;
  private static final double USUAL_WEIGHT = 0.0005;

  private final int most;
  private double limit;
  private int answers;
  private boolean full;
  private double recent;
  private double usual;
  private Instant reduced = Instant.EPOCH;

  Concurrency(int most) {
    this.most = most;
    this.limit = Math.min(FIRST, most);
  }

  int limit() {
    return (int) limit;
  }

  /** So many are under way now. */
  void started(int inFlight) {
    full |= inFlight >= limit();
  }

  /** A request was answered. */
  void answered(Duration latency) {
    double nanos = latency.toNanos();
    recent = usual == 0 ? nanos : recent + RECENT_WEIGHT * (nanos - recent);
    usual = usual == 0 ? nanos : usual + USUAL_WEIGHT * (nanos - usual);
    if (++answers >= limit()) {
      if (full && recent <= SLOWER * usual) {
        limit = Math.min(most, limit() + 1);
      }
      answers = 0;
      full = false;
    }
  }

  /** A request met a complaint or silence; several that were under way together count once. */
  void complained(Instant started, Instant now) {
    if (started.isBefore(reduced)) {
      return;
    }
    limit = Math.max(1, limit * FEWER);
    reduced = now;
    answers = 0;
    full = false;
  }
}
