package dev.penstock.engine.diff;

/** What a run does about one key. */
public enum Decision {
  /** Equal to what is confirmed. */
  UNCHANGED,
  /** Equal to what is confirmed; the key's open dead letter is closed as superseded. */
  UNCHANGED_UNPARK,
  /** The held state moves to the row's value, nothing is sent. */
  SETTLE,
  ADDED,
  UPDATED,
  /**
   * Sent, because an earlier attempt may have arrived; new to the destination as far as confirmed.
   */
  UNSETTLED_ADDED,
  /** Sent, because an earlier attempt may have arrived. */
  UNSETTLED_UPDATED,
  /** Different, but parked: neither sent nor settled. */
  SUPPRESSED,
  DELETED,
  /** The row is gone and deletes are not sent: the entry is forgotten. */
  DROP;

  private static final Decision[] ALL = values();

  public static Decision of(int ordinal) {
    return ALL[ordinal];
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
