package dev.penstock.engine.diff;

/** What became of each change of a plan, for settling. Reads only positive evidence. */
public interface PlanOutcomes {
  /** What is known of the change with this sequence number. */
  Disposition of(long sequence);

  /** Whether an attempt of this run may have reached the destination without being confirmed. */
  boolean inDoubt(long sequence);

  /** How a change ended; its ordinal is its two-bit code in the journal. */
  enum Disposition {
    /** No evidence: not delivered. */
    NONE,
    DELIVERED,
    /** The action says that nothing was to be done; counts as confirmed. */
    SKIPPED,
    DEAD_LETTERED;

    private static final Disposition[] ALL = values();

    public static Disposition of(int code) {
      return ALL[code];
    }
  }
}
