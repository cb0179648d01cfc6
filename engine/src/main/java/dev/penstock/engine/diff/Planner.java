package dev.penstock.engine.diff;

import dev.penstock.engine.extract.Extraction;

/**
 * Finds changes and keeps held state. One thread at a time per state; the run's lease sees to it.
 *
 * <p>Nothing here becomes valid by itself: a plan counts once the ledger has recorded it as sealed,
 * a generation once the ledger's pointer names it. Files that no pointer names are left-overs and
 * are removed.
 *
 * <p>Damage, a missing file, a folder of another ledger: {@code STATE_CORRUPT}; never "all new". A
 * full disk: {@code DISK_FULL}.
 */
public interface Planner {
  /** What the valid generation holds. Cheap: reads the manifest only. */
  HeldSummary summary(StateRef state);

  /**
   * Reads the extraction to its end, compares each row with the held state and leaves a sealed plan
   * on disk. A plan of the same run that was not finished is dropped first.
   *
   * @throws dev.penstock.engine.error.PenstockException when the extract broke off or was not
   *     complete; no plan is left then
   */
  Plan plan(PlanRequest request, Extraction rows);

  /** Opens the sealed plan of a run again, after a crash. */
  Plan reopen(StateRef state, String run);

  /** Writes the generation after {@code state.generation()}: durable, but not valid yet. */
  Settlement settle(StateRef state, Plan plan, PlanOutcomes outcomes);

  /** Removes the plan of a run that nobody will ask for again, such as a dry one. */
  void drop(StateRef state, String run);

  /** Removes what neither the valid generation nor a kept plan needs. Never fails a run. */
  void tidy(StateRef state);

  /** Reads every file of the valid generation and checks sums, order and counts. */
  Verification verify(StateRef state);

  /** The outcome of a verification: what was read, and every fault found; empty when sound. */
  record Verification(long entries, long bytes, java.util.List<String> faults) {
    public Verification {
      faults = java.util.List.copyOf(faults);
    }
  }
}
