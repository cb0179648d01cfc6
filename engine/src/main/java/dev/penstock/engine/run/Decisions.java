package dev.penstock.engine.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What people decide, at any time, also while a run is under way. Each call is one transaction,
 * durable when it returns, and may be repeated. Thread-safe.
 *
 * <p>{@code LEDGER_UNAVAILABLE} when the ledger does not answer.
 */
public interface Decisions {
  /** Who approved on Friday meant this week's rows. */
  Duration APPROVAL_LIFE = Duration.ofDays(7);

  /**
   * Open or discarded letters are not to be sent.
   *
   * @param letters their ids
   * @param forever never for this key; otherwise until the row changes
   * @param reason in the person's words, may be empty
   * @return the ids of those that are discarded now; the others were delivered or closed meanwhile
   */
  List<String> discard(
      String project, List<String> letters, boolean forever, String reason, String who);

  /** Nothing of the sync runs until it is resumed; a run under way stops soon, without loss. */
  void pause(String project, String sync, String reason, String who);

  /** Takes a pause back; nothing happens where there was none. */
  void resume(String project, String sync);

  /** Why the sync is paused and by whom, if it is. */
  Optional<String> paused(String project, String sync);

  /** Asks the run that is under way to stop soon, without loss; says which, if there is one. */
  Optional<String> askToStop(String project, String sync, String who);

  /** Whether the run under way was asked to stop, or the sync was paused. */
  boolean mustStop(String project, String sync);

  /**
   * What a person says about a run that the guard stopped. An approval is of its numbers and good
   * for one run within {@link #APPROVAL_LIFE}.
   *
   * @return whether that run waits for it: the sync's last, stopped by the guard
   */
  boolean decide(String project, String run, boolean approved, String reason, String who);

  /** Takes a discard back: the letters are open again, and due at once. Returns which are. */
  List<String> restore(String project, List<String> letters, String who);
}
