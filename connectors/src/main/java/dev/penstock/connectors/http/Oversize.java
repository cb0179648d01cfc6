package dev.penstock.connectors.http;

import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.util.Optional;

/** Refuses what is larger than an action takes, before anything is sent. */
public final class Oversize {
  private Oversize() {}

  /** The outcome of every record of a batch that is too large; empty when it is not. */
  public static Optional<Outcome> refusal(Action action, Batch batch) {
    boolean fits =
        batch.size() <= action.batchRecordsMax() && batch.bytes() <= action.batchBytesMax();
    if (fits) {
      return Optional.empty();
    }
    String why =
        batch.size()
            + " records with "
            + batch.bytes()
            + " bytes are more than the action's "
            + action.batchRecordsMax()
            + " records with "
            + action.batchBytesMax()
            + " bytes.";
    Scope scope = batch.size() == 1 ? Scope.RECORD : Scope.BATCH;
    Failure failure = Failure.of(ErrorCode.PAYLOAD_TOO_LARGE, why).in(scope);
    return Optional.of(new Outcome.Rejected(failure));
  }
}
