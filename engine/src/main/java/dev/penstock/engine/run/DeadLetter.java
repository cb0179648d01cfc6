package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowKey;

/**
 * A record that could not be delivered, as it is handed to the ledger.
 *
 * @param row the key's values, to find the row again
 * @param change the change id as text
 * @param origin the number that the change id was made from, kept so that a retry has the same id
 * @param payload what was, or would have been, sent; empty when it could not be mapped
 * @param requestId the destination's own name of the request, or empty
 * @param sent whether it was sent; a record that cannot be mapped never was
 * @param doubt an attempt since the last confirmation may have arrived
 */
public record DeadLetter(
    KeyHash key,
    RowKey row,
    Kind kind,
    Fingerprint target,
    long sequence,
    String change,
    long origin,
    byte[] payload,
    Failure failure,
    String requestId,
    boolean sent,
    boolean doubt) {
  /** The key as a person reads it. */
  public String keyText() {
    return row.text();
  }

  /** Whether it may have arrived and is held: sending it again is for a person to decide. */
  public boolean isHeldForAPerson() {
    return failure.code() == ErrorCode.AMBIGUOUS;
  }
}
