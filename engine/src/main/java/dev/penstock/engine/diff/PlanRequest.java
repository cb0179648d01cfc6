package dev.penstock.engine.diff;

import dev.penstock.engine.map.Mapping;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowLimits;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * What a planner needs to find the changes of one run.
 *
 * @param state what to compare with
 * @param run the run's id, also of its folder
 * @param diff the rules
 * @param whole the extract is the whole model (no limit, no list of keys), so absence means gone
 * @param wanted of an extract that is not whole: the keys that it was asked for, whose absence does
 *     mean gone
 * @param mapping the current mapping version
 * @param older the older live mapping versions, by slot
 * @param parked the keys that may be suppressed
 * @param limits how large rows may be
 * @param progress is told the number of rows read from time to time; may throw to stop the run
 */
public record PlanRequest(
    StateRef state,
    String run,
    Diff diff,
    boolean whole,
    Set<KeyHash> wanted,
    Mapping mapping,
    List<OlderMapping> older,
    ParkedKeys parked,
    RowLimits limits,
    LongConsumer progress) {
  public PlanRequest {
    older = List.copyOf(older);
    wanted = Set.copyOf(wanted);
  }

  /** No single keys are asked for. */
  public PlanRequest(
      StateRef state,
      String run,
      Diff diff,
      boolean whole,
      Mapping mapping,
      List<OlderMapping> older,
      ParkedKeys parked,
      RowLimits limits,
      LongConsumer progress) {
    this(state, run, diff, whole, Set.of(), mapping, older, parked, limits, progress);
  }

  /** A mapping version under which some entries were last settled. */
  public record OlderMapping(int slot, Mapping mapping) {}
}
