package dev.penstock.engine.diff;

/** What became of each change of a plan, for settling. Reads only positive evidence. */
public interface PlanOutcomes {
  /** What is known of the change with this sequence number. */
  Disposition of(long sequence);

  /** Whether an attempt of this run may have reached the destination without being confirmed. */
  boolean inDoubt(long sequence);

  /** How a change ended; its code has two bits in the journal. */
  enum Disposition {
    /** No evidence: not delivered. */
    NONE(0),
    DELIVERED(1),
    /** The action says that nothing was to be done; counts as confirmed. */
    SKIPPED(2),
    DEAD_LETTERED(3);

    private static final Disposition[] BY_CODE = values();

    private final int code;

    Disposition(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }

    /** The disposition with this code. */
    public static Disposition of(int code) {
      return BY_CODE[code];
    }
  }
}
