package dev.penstock.storage.plan;

import dev.penstock.engine.diff.Decision;

/**
 * The layout of a record of the key index: key hash (8 + 4 bytes), code (1) and key length (3),
 * target fingerprint (8 + 8), sequence number or -1 (8), key bytes. The code is a decision's, or
 * one of those here.
 */
public final class KeyRecord {
  /** The row is too large, but its key is known: it is present, and it may be a duplicate. */
  public static final int OVERSIZE = 32;

  /** One more row of a key whose first row was compared with the held index. */
  public static final int AGAIN = 33;

  /** Added to a decision that must leave the key parked: a person said "never for this key". */
  public static final int STAYS_PARKED = 64;

  /** Three bytes of length; the row limits stay far below. */
  public static final int KEY_BYTES_MAX = (1 << 24) - 1;

  static final int HEAD = 40;
  static final int LOW = 8;
  static final int CODE = 12;
  static final int PRINT_HIGH = 16;
  static final int PRINT_LOW = 24;
  static final int SEQUENCE = 32;

  private KeyRecord() {}

  static boolean isDecision(int code) {
    return (code & ~STAYS_PARKED) <= Decision.DROP.code();
  }
}
