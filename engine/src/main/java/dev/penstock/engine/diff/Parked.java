package dev.penstock.engine.diff;

import dev.penstock.engine.row.Fingerprint;

/**
 * Why a key is not sent although it differs.
 *
 * @param target the fingerprint that was refused or discarded; {@link Fingerprint#ABSENT} for a
 *     delete
 * @param due an automatic retry is due now, so the key is sent again
 * @param forever a person said: never for this key
 * @param arrived a person said that the target did arrive
 */
public record Parked(Fingerprint target, boolean due, boolean forever, boolean arrived) {
  /** Not parked, or the details are gone: nothing is suppressed. */
  public static final Parked NONE = new Parked(Fingerprint.ABSENT, true, false, false);

  /** What was refused or discarded, and nobody confirmed. */
  public Parked(Fingerprint target, boolean due, boolean forever) {
    this(target, due, forever, false);
  }

  /** What a person's word that the target arrived does to the key's entry. */
  Decision confirmed() {
    return target.equals(Fingerprint.ABSENT) ? Decision.DROP : Decision.SETTLE;
  }

  boolean suppresses(Fingerprint wanted) {
    return forever || (!due && target.equals(wanted));
  }
}
