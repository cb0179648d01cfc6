package dev.penstock.engine.run;

import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.row.KeyHash;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sealed plan with what is needed to carry it out.
 *
 * @param plan the changes, durable
 * @param summary its counts
 * @param letters parked keys, as they were when the run took the sync
 * @param doubts what earlier runs left in doubt
 * @param probes keys whose open letters are tried before anything else goes out
 * @param objection why the guard does not let it go out
 * @param journal what an earlier attempt at the run did with the plan; empty in a first attempt
 */
record Planned(
    Plan plan,
    PlanSummary summary,
    List<ParkedLetter> letters,
    List<Doubt> doubts,
    Set<KeyHash> probes,
    Optional<String> objection,
    Optional<Journal> journal)
    implements AutoCloseable {
  /** The same, and the guard does not object. */
  Planned approved() {
    return new Planned(plan, summary, letters, doubts, probes, Optional.empty(), journal);
  }

  @Override
  public void close() {
    plan.close();
  }
}
