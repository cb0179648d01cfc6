package dev.penstock.server.cli;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.RunStatus;

/** How the process ends. The numbers are a contract with scripts. */
enum ExitCode {
  OK(0),
  FAILED(1),
  PARTIAL(3),
  INVALID_CONFIG(4),
  NOT_FOUND(5),
  AWAITING_APPROVAL(9),
  DEFERRED(10),
  CANCELLED(11),
  USAGE(64),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(RunStatus status) {
    return switch (status) {
      case SUCCEEDED -> OK;
      case PARTIAL -> PARTIAL;
      case AWAITING_APPROVAL -> AWAITING_APPROVAL;
      case DEFERRED -> DEFERRED;
      case CANCELLED -> CANCELLED;
      // A run that came back without an end did not do what was asked.
      case FAILED, EXTRACTING, DELIVERING -> FAILED;
    };
  }

  static ExitCode of(ErrorCode code) {
    if (code == ErrorCode.CONFIG_INVALID) {
      return INVALID_CONFIG;
    }
    if (code == ErrorCode.MASS_CHANGE_GUARD) {
      return AWAITING_APPROVAL;
    }
    return code == ErrorCode.CANCELLED ? CANCELLED : FAILED;
  }

  /** Of several syncs: what needs a person most. */
  ExitCode orWorse(ExitCode other) {
    return rank() >= other.rank() ? this : other;
  }

  private int rank() {
    return switch (this) {
      case OK -> 0;
      case PARTIAL -> 1;
      case DEFERRED -> 2;
      case CANCELLED -> 3;
      case AWAITING_APPROVAL -> 4;
      case NOT_FOUND, INVALID_CONFIG, USAGE -> 5;
      case FAILED -> 6;
      case INTERRUPTED -> 7;
    };
  }
}
