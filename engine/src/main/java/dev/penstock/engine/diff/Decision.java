package dev.penstock.engine.diff;

import dev.penstock.engine.change.Kind;

/** What a run does about one key. The codes are part of file formats. */
public enum Decision {
  /** Equal to what is confirmed. */
  UNCHANGED(0),
  /** Equal to what is confirmed; the key's open dead letter is closed as superseded. */
  UNCHANGED_UNPARK(1),
  /** The held state moves to the row's value, nothing is sent. */
  SETTLE(2),
  ADDED(3),
  UPDATED(4),
  /**
   * Sent, because an earlier attempt may have arrived; new to the destination as far as confirmed.
   */
  UNSETTLED_ADDED(5),
  /** Sent, because an earlier attempt may have arrived. */
  UNSETTLED_UPDATED(6),
  /** Different, but parked: neither sent nor settled. */
  SUPPRESSED(7),
  DELETED(8),
  /** The row is gone and deletes are not sent: the entry is forgotten. */
  DROP(9);

  private static final Decision[] BY_CODE = values();

  private final int code;

  Decision(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The decision with this code. */
  public static Decision of(int code) {
    return BY_CODE[code];
  }

  /** Whether a record goes out, so that the change has a sequence number in the plan. */
  public boolean isSent() {
    return switch (this) {
      case ADDED, UPDATED, UNSETTLED_ADDED, UNSETTLED_UPDATED, DELETED -> true;
      case UNCHANGED, UNCHANGED_UNPARK, SETTLE, SUPPRESSED, DROP -> false;
    };
  }

  public boolean isUnsettled() {
    return this == UNSETTLED_ADDED || this == UNSETTLED_UPDATED;
  }

  /** What a sent change does at the destination. */
  public Kind kind() {
    return switch (this) {
      case ADDED, UNSETTLED_ADDED -> Kind.ADDED;
      case UPDATED, UNSETTLED_UPDATED -> Kind.UPDATED;
      case DELETED -> Kind.DELETED;
      case UNCHANGED, UNCHANGED_UNPARK, SETTLE, SUPPRESSED, DROP ->
          throw new IllegalStateException(this + " is not sent");
    };
  }
}
