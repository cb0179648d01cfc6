package dev.penstock.engine.deliver;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of delivery that a sync sets.
 *
 * @param batchRecords the most records in a request; the action's own limit counts too
 * @param batchBytes the most payload bytes in a request
 * @param concurrency requests under way at once
 * @param requestTimeout how long a request may take as a whole
 * @param quietPeriod how long after a request's timeout it may still take effect at the destination
 * @param retry within a run
 * @param onAmbiguous what happens at level D when no answer came
 * @param stopAfter the refusals that {@code stopPercent} needs to count at all
 * @param stopPercent the run stops when so many of the decided records were refused
 * @param pacing how fast requests may follow each other
 */
public record DeliveryPolicy(
    int batchRecords,
    int batchBytes,
    int concurrency,
    Duration requestTimeout,
    Duration quietPeriod,
    RetryPolicy retry,
    OnAmbiguous onAmbiguous,
    int stopAfter,
    int stopPercent,
    Pacing pacing) {
  /** What is opened together, in payload bytes: two of the largest batches. */
  public static final int OPEN_AHEAD_BYTES = 8 << 20;

  /** So many records may wait for another attempt before no more are opened. */
  public static final int WAITING_RECORDS = 3 << 14;

  /** The same in payload bytes, so that a tool that says "later" to everything fills no memory. */
  public static final int WAITING_BYTES = 4 * OPEN_AHEAD_BYTES;

  /** Outcomes are durable at the latest after this. */
  public static final Duration COMMIT_INTERVAL = Duration.ofMillis(250);

  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(
          1000,
          4 << 20,
          4,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          RetryPolicy.DEFAULT,
          OnAmbiguous.RESEND,
          500,
          20,
          Pacing.FREE);

  /** What to do with a record that may have arrived at an append-only destination. */
  public enum OnAmbiguous {
    /** Send it again; one repeat is possible. */
    RESEND,
    /** Leave it to a person. */
    HOLD
  }

  public DeliveryPolicy {
    Objects.requireNonNull(requestTimeout, "requestTimeout");
    if (batchRecords < 1 || batchBytes < 1 || concurrency < 1) {
      throw new IllegalArgumentException("batch records, batch bytes and concurrency start at 1");
    }
  }
}
