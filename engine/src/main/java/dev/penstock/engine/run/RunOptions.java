package dev.penstock.engine.run;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is particular about one run.
 *
 * @param id the run's id, unique and sorting by time
 * @param trigger {@code manual}, {@code schedule}, or the purpose's own
 * @param user who started it, or empty
 * @param retryAll open dead letters are all tried again, due or not: a person started the run
 * @param massChangeAllowed a person looked at the plan: the guard does not stop it
 * @param purpose what the run is about
 * @param cancelled asked again and again; true ends the run without loss
 */
public record RunOptions(
    String id,
    String trigger,
    String user,
    boolean retryAll,
    boolean massChangeAllowed,
    Purpose purpose,
    BooleanSupplier cancelled) {
  /** A run of the whole model. */
  public RunOptions(
      String id,
      String trigger,
      String user,
      boolean retryAll,
      boolean massChangeAllowed,
      BooleanSupplier cancelled) {
    this(id, trigger, user, retryAll, massChangeAllowed, new Purpose.Sync(), cancelled);
  }

  /** Whether a crashed run that had no plan yet was about the same as this one. */
  boolean goesOnWith(RunRecord crashed) {
    return purpose instanceof Purpose.Sync && !Purpose.isSpecial(crashed.trigger());
  }

  /** Which dead letters it is about, if it is about some. */
  Optional<Reprocess> reprocess() {
    return purpose instanceof Purpose.Letters(Reprocess letters)
        ? Optional.of(letters)
        : Optional.empty();
  }
}
