package dev.penstock.engine.run;

import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * What the ledger says of a sync when a process claims it.
 *
 * @param lease ours from now on
 * @param state the valid held state
 * @param unfinished the run that was under way when its process died
 * @param blocked why nothing may run until a person looked
 * @param quiet how long to wait before the first request, so that the last owner's requests are
 *     over; zero when that owner is known to be dead or gave the lease back
 * @param lastError why the last run that ended did not go well; empty when it did
 * @param afterReset an earlier state of the sync was given up: its first run is long past, and
 *     everything is to be sent
 */
public record Claim(
    Lease lease,
    StateRef state,
    Optional<Unfinished> unfinished,
    Optional<ErrorCode> blocked,
    Duration quiet,
    Optional<ErrorCode> lastError,
    boolean afterReset) {
  /**
   * A run that did not end.
   *
   * @param sealed its plan is complete on disk
   * @param attempts how many processes worked on it so far
   */
  public record Unfinished(RunRecord run, boolean sealed, int attempts) {}
}
