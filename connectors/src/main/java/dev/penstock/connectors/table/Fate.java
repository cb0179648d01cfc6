package dev.penstock.connectors.table;

import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.util.Optional;

/** What becomes of a record after the server said something about it. */
public enum Fate {
  /** The record is at fault: its neighbours may be stored. */
  REFUSED,
  /** The record is in somebody's hands, and is tried again. */
  LATER,
  /** No record is at fault, so the destination is held. */
  HELD;

  /**
   * The outcome.
   *
   * @param field the column that is meant, where there is one
   */
  public Outcome outcome(Failure failure, Optional<String> field) {
    Failure named = field.map(failure::onField).orElse(failure);
    return switch (this) {
      case REFUSED -> new Outcome.Rejected(named);
      case LATER -> new Outcome.Retryable(named);
      case HELD -> new Outcome.Retryable(failure.in(Scope.DESTINATION));
    };
  }
}
