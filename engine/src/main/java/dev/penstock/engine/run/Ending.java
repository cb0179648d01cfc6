package dev.penstock.engine.run;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;

/** Why a delivery stopped before its plan was done. */
record Ending(RunStatus status, Failure failure) {
  /** A person has to do something first. */
  static Ending failed(Failure failure) {
    return new Ending(RunStatus.FAILED, failure);
  }

  /** It goes on by itself with the next run. */
  static Ending deferred(Failure failure) {
    return new Ending(RunStatus.DEFERRED, failure);
  }

  static Ending cancelled() {
    return new Ending(
        RunStatus.CANCELLED,
        Failure.of(ErrorCode.CANCELLED, "nothing was lost; the rest is found again"));
  }
}
