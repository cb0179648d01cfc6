package dev.penstock.engine.diff;

import dev.penstock.engine.row.Fingerprint;

/**
 * What we know the destination holds for a key.
 *
 * @param confirmed the fingerprint of the last record it accepted; {@link Fingerprint#ABSENT} and
 *     {@code absent} when it holds none
 * @param absent the destination is known to hold nothing under this key
 * @param doubt an attempt since the last confirmation may have reached it
 * @param parked an open dead letter, a discard or a retry that is not due exists for the key
 * @param slot which live mapping version the confirmed fingerprint was made under
 */
public record Held(Fingerprint confirmed, boolean absent, boolean doubt, boolean parked, int slot) {
  /** A key we never met: nothing confirmed, nothing tried. */
  public static final Held NOTHING = new Held(Fingerprint.ABSENT, true, false, false, 0);

  private static final int ABSENT_BIT = 1;
  private static final int DOUBT_BIT = 2;
  private static final int PARKED_BIT = 4;
  private static final int SLOT_SHIFT = 8;

  /** The flags as the held index stores them. */
  public int flags() {
    return (absent ? ABSENT_BIT : 0)
        | (doubt ? DOUBT_BIT : 0)
        | (parked ? PARKED_BIT : 0)
        | (slot << SLOT_SHIFT);
  }

  /** The other way round of {@link #flags()}. */
  public static Held of(Fingerprint confirmed, int flags) {
    return new Held(
        confirmed,
        (flags & ABSENT_BIT) != 0,
        (flags & DOUBT_BIT) != 0,
        (flags & PARKED_BIT) != 0,
        flags >>> SLOT_SHIFT);
  }

  /**
   * The same beside a letter. A letter that a person kept while a run delivered its key has
   * outlived the entry's mark, so the letter counts and not the mark.
   */
  public Held beside(Parked letter) {
    return parked || letter.equals(Parked.NONE)
        ? this
        : new Held(confirmed, absent, doubt, true, slot);
  }

  /** Nothing is left to remember: the entry can go. */
  public boolean isNothing() {
    return absent && !doubt && !parked;
  }
}
