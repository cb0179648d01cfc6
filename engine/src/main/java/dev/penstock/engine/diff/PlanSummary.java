package dev.penstock.engine.diff;

import java.util.List;

/**
 * What a finished plan holds, counted while it was made. All figures are rows or keys.
 *
 * @param read rows received from the source
 * @param unsettledAdded unsettled keys that were never confirmed
 * @param unsettledUpdated unsettled keys that were confirmed before
 * @param settledWithoutSending rows whose held state moves without a record being sent
 * @param suppressed different, but parked
 * @param suppressedGone gone, but the delete is parked; not part of {@code read}
 * @param gone held keys that the extract no longer has, sent or not
 * @param heldBefore keys held when the plan was made
 * @param whole absence of a row counted as gone
 * @param oddRows a few rows that somebody should look at in the source
 */
public record PlanSummary(
    long read,
    long added,
    long updated,
    long unsettledAdded,
    long unsettledUpdated,
    long deleted,
    long unchanged,
    long settledWithoutSending,
    long suppressed,
    long suppressedGone,
    long nullKeys,
    long duplicateKeys,
    long oversizeRows,
    long unreadableRows,
    long gone,
    long heldBefore,
    boolean whole,
    List<OddRow> oddRows) {
  /** Enough to recognise the fault; the count says how many there are. */
  public static final int SAMPLES_MAX = 10;

  public PlanSummary {
    oddRows = List.copyOf(oddRows);
  }

  public long unsettled() {
    return unsettledAdded + unsettledUpdated;
  }

  public long sourceRejected() {
    return nullKeys + duplicateKeys + oversizeRows + unreadableRows;
  }

  /** Changes that a record is sent for. */
  public long planned() {
    return added + updated + unsettled() + deleted;
  }

  /** The first identity of protocol §5. */
  public boolean balances() {
    return read
        == added
            + updated
            + unsettled()
            + unchanged
            + settledWithoutSending
            + suppressed
            + sourceRejected();
  }

  /**
   * A row that cannot be sent because of what the source gave, or that is sent and looks wrong.
   *
   * @param code KEY_NULL, KEY_DUPLICATE, ROW_OVERSIZE or UNREPRESENTABLE; {@link #KEY_EMPTY}
   * @param key the key as text, or a description where it has none
   */
  public record OddRow(String code, String key) {
    /** An empty key, or one of blanks, is a value like another, and seldom meant. */
    public static final String KEY_EMPTY = "KEY_EMPTY";

    public boolean isRejected() {
      return !code.equals(KEY_EMPTY);
    }
  }
}
