package dev.penstock.engine.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many records are opened before they are sent: those of the next tenths of a second. A fast
 * destination then costs few commits, and a crash at a slow one leaves few records in doubt. Used
 * by the run's coordinator.
 */
final class OpenAhead {
  /** Opening again so soon means that each commit carries too little. */
  private static final Duration SOON = Duration.ofMillis(50);

  /** What waits so long to be sent was opened too early. */
  private static final Duration LATE = Duration.ofMillis(500);

  private static final int RECORDS_FIRST = 4096;
  private static final int RECORDS_MIN = 1024;

  /** A commit for so many shows no more in the time of a run. */
  private static final int RECORDS_MAX = 1 << 14;

  private int records = RECORDS_FIRST;
  private Optional<Instant> last = Optional.empty();

  /** So many may be open and wait for their requests. */
  int records() {
    return records;
  }

  /** As many were opened now as may be; so half of them were sent since the last time. */
  void opened(Instant now) {
    Duration since = last.map(before -> Duration.between(before, now)).orElse(SOON);
    if (since.compareTo(SOON) < 0) {
      records = Math.min(RECORDS_MAX, records * 2);
    } else if (since.compareTo(LATE) > 0) {
      records = Math.max(RECORDS_MIN, records / 2);
    }
    last = Optional.of(now);
  }
}
