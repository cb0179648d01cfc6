package dev.penstock.engine.run;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.row.KeyHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The last transaction of a run: the pointer to the new generation, the counts, what closes and
 * what stays in doubt, and the message to tell people.
 *
 * @param generation the generation that is valid from now on; the old one when nothing was settled
 * @param held how many keys that generation holds
 * @param resolved dead letters whose key was delivered
 * @param superseded dead letters whose row went back, disappeared or was settled
 * @param doubts replaces everything remembered in doubt for the sync
 * @param due when a deferred run may go on, where that is known
 * @param mass of a run that the guard stopped: what a person is asked to approve
 * @param blocks nothing may run on this sync until a person looked
 */
public record RunEnd(
    RunStatus status,
    Instant ended,
    Counts counts,
    List<RunRecord.Step> steps,
    Optional<ErrorCode> error,
    String message,
    long generation,
    long held,
    List<KeyHash> resolved,
    List<KeyHash> superseded,
    List<Doubt> doubts,
    Optional<Instant> due,
    Optional<Mass> mass,
    boolean blocks) {
  public RunEnd {
    steps = List.copyOf(steps);
    resolved = List.copyOf(resolved);
    superseded = List.copyOf(superseded);
    doubts = List.copyOf(doubts);
  }
}
