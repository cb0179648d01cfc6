package dev.penstock.engine.run;

import dev.penstock.engine.diff.PlanSummary;

/**
 * What happened to the rows of a run (protocol §5). Immutable; a run ends with its counts balanced
 * or it has failed.
 *
 * @param requests requests that went out
 * @param retries requests that repeated records sent before in this run
 * @param clearedButOmitted values that became null and that the payload leaves out
 */
public record Counts(
    long read,
    long added,
    long updated,
    long unsettled,
    long deleted,
    long unchanged,
    long settledWithoutSending,
    long suppressed,
    long sourceRejected,
    long planned,
    long deliveredAdded,
    long deliveredUpdated,
    long deliveredDeleted,
    long skipped,
    long deadLettered,
    long superseded,
    long discarded,
    long pending,
    long requests,
    long retries,
    long clearedButOmitted) {
  public static final Counts ZERO =
      new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The counts of a sealed plan of which nothing has been sent. */
  public static Counts of(PlanSummary plan) {
    return new Counts(
        plan.read(),
        plan.added(),
        plan.updated(),
        plan.unsettled(),
        plan.deleted(),
        plan.unchanged(),
        plan.settledWithoutSending(),
        plan.suppressed(),
        plan.sourceRejected(),
        plan.planned(),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        plan.planned(),
        0,
        0,
        0);
  }

  public Counts delivered(
      long addedCount,
      long updatedCount,
      long deletedCount,
      long skippedCount,
      long dead,
      long supersededCount,
      long pendingCount) {
    return new Counts(
        read,
        added,
        updated,
        unsettled,
        deleted,
        unchanged,
        settledWithoutSending,
        suppressed,
        sourceRejected,
        planned,
        addedCount,
        updatedCount,
        deletedCount,
        skippedCount,
        dead,
        supersededCount,
        discarded,
        pendingCount,
        requests,
        retries,
        clearedButOmitted);
  }

  public Counts requests(long requestCount, long retryCount) {
    return new Counts(
        read,
        added,
        updated,
        unsettled,
        deleted,
        unchanged,
        settledWithoutSending,
        suppressed,
        sourceRejected,
        planned,
        deliveredAdded,
        deliveredUpdated,
        deliveredDeleted,
        skipped,
        deadLettered,
        superseded,
        discarded,
        pending,
        requestCount,
        retryCount,
        clearedButOmitted);
  }

  public long delivered() {
    return deliveredAdded + deliveredUpdated + deliveredDeleted;
  }

  /** The identities of protocol §5 that concern one run. */
  public boolean balance() {
    boolean rows =
        read
            == added
                + updated
                + unsettled
                + unchanged
                + settledWithoutSending
                + suppressed
                + sourceRejected;
    boolean changes =
        planned == delivered() + skipped + deadLettered + superseded + discarded + pending;
    return rows && changes && planned == added + updated + unsettled + deleted;
  }
}
