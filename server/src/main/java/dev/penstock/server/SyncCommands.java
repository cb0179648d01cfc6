package dev.penstock.server;

import java.util.Optional;

/** What a person says about a sync or its runs. Calls behave as those of {@link Penstock}. */
public interface SyncCommands {
  /** Nothing of the sync runs until it is resumed; a run under way stops soon, without loss. */
  void pause(String sync, String reason);

  /** Takes a pause back. */
  void resume(String sync);

  /**
   * Asks the run of a sync that is under way, in whatever process, to stop soon and without loss.
   *
   * @return its id; empty when nothing runs
   */
  Optional<String> cancel(String sync);

  /**
   * Says yes or no to a run that the guard stopped.
   *
   * @param run its id or the beginning of it
   * @return the sync it is about
   * @throws dev.penstock.engine.error.PenstockException CONFIG_INVALID when the run does not wait
   *     for that
   */
  String decide(String run, boolean approved, String reason);

  /**
   * Takes the destination for right as it is: the model's rows count as delivered, what is gone is
   * forgotten, and nothing is sent.
   */
  RunReport rebase(String sync, RunProgress progress);
}
