package dev.penstock.engine.run;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is particular about one run.
 *
 * @param id the run's id, unique and sorting by time
 * @param trigger {@code manual} or {@code schedule}
 * @param user who started it, or empty
 * @param retryAll open dead letters are all tried again, due or not: a person started the run
 * @param massChangeAllowed a person looked at the plan: the guard does not stop it
 * @param reprocess the run is about some dead letters only
 * @param cancelled asked again and again; true ends the run without loss
 */
public record RunOptions(
    String id,
    String trigger,
    String user,
    boolean retryAll,
    boolean massChangeAllowed,
    Optional<Reprocess> reprocess,
    BooleanSupplier cancelled) {
  /** A run of the whole model. */
  public RunOptions(
      String id,
      String trigger,
      String user,
      boolean retryAll,
      boolean massChangeAllowed,
      BooleanSupplier cancelled) {
    this(id, trigger, user, retryAll, massChangeAllowed, Optional.empty(), cancelled);
  }
}
