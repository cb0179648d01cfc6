package dev.penstock.engine.diff;

import dev.penstock.engine.row.Fingerprint;

/**
 * Why a key is not sent although it differs.
 *
 * @param target the fingerprint that was refused or discarded; {@link Fingerprint#ABSENT} for a
 *     delete
 * @param due an automatic retry is due now, so the key is sent again
 * @param forever a person said: never for this key
 */
public record Parked(Fingerprint target, boolean due, boolean forever) {
  /** Not parked, or the details are gone: nothing is suppressed. */
  public static final Parked NONE = new Parked(Fingerprint.ABSENT, true, false);

  boolean suppresses(Fingerprint wanted) {
    return forever || (!due && target.equals(wanted));
  }
}
