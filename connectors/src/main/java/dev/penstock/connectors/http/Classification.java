package dev.penstock.connectors.http;

import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;

/**
 * What an answer means, as data.
 *
 * @param verdict what became of the record
 * @param code ours
 * @param scope how far it reaches
 */
public record Classification(Verdict verdict, ErrorCode code, Scope scope) {
  /** What became of the record. */
  public enum Verdict {
    ACCEPTED,
    RETRYABLE,
    REJECTED,
    UNKNOWN
  }

  /** The other side has what we wanted it to have. */
  public static Classification accepted() {
    return new Classification(Verdict.ACCEPTED, ErrorCode.UNCLASSIFIED, Scope.RECORD);
  }

  /** The record will not be taken as it is. */
  public static Classification refused(ErrorCode code) {
    return new Classification(Verdict.REJECTED, code, Scope.RECORD);
  }

  /** Not stored; the record may be taken later. */
  public static Classification later(ErrorCode code) {
    return new Classification(Verdict.RETRYABLE, code, code.scope());
  }

  /** Not stored, and no record will be until somebody or something changes at the destination. */
  public static Classification hold(ErrorCode code) {
    return new Classification(Verdict.RETRYABLE, code, Scope.DESTINATION);
  }

  /** It may have been stored. */
  public static Classification unclear(ErrorCode code) {
    return new Classification(Verdict.UNKNOWN, code, code.scope());
  }

  /** The outcome with what was seen. */
  public Outcome outcome(Failure seen) {
    return switch (verdict) {
      case ACCEPTED -> Outcome.ACCEPTED;
      case RETRYABLE -> new Outcome.Retryable(seen);
      case REJECTED -> new Outcome.Rejected(seen);
      case UNKNOWN -> new Outcome.Unknown(seen);
    };
  }
}
