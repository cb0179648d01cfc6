package dev.penstock.engine.run;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a delivery stopped before its plan was done.
 *
 * @param due when it may go on, where that is known
 */
record Ending(RunStatus status, Failure failure, Optional<Instant> due) {
  /** A person has to do something first. */
  static Ending failed(Failure failure) {
    return new Ending(RunStatus.FAILED, failure, Optional.empty());
  }

  /** It goes on by itself with the next run. */
  static Ending deferred(Failure failure, Instant due) {
    return new Ending(RunStatus.DEFERRED, failure, Optional.of(due));
  }

  static Ending cancelled() {
    return new Ending(
        RunStatus.CANCELLED,
        Failure.of(ErrorCode.CANCELLED, "nothing was lost; the rest is found again"),
        Optional.empty());
  }
}
