package dev.penstock.engine.run;

import dev.penstock.engine.error.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as the ledger keeps it.
 *
 * @param id for example {@code run_0192f…}; sorts by time
 * @param trigger what started it: {@code manual}, {@code schedule}
 * @param user who started it, or empty
 * @param mappingVersion the mapping it was planned with
 * @param error why it failed, stopped or was held off
 * @param message the sentence that goes with the error, or empty
 * @param due when a deferred run may go on, where that is known
 */
public record RunRecord(
    String id,
    String sync,
    String trigger,
    String user,
    long mappingVersion,
    RunStatus status,
    Instant started,
    Optional<Instant> ended,
    Counts counts,
    List<Step> steps,
    Optional<ErrorCode> error,
    String message,
    Optional<Instant> due) {
  public RunRecord {
    steps = List.copyOf(steps);
  }

  /** A part of a run and how long it took: extract, plan, deliver, settle. */
  public record Step(String name, long durationMs) {}
}
