package dev.penstock.engine.run;

import java.util.List;

/**
 * What people decide, at any time, also while a run is under way. Each call is one transaction,
 * durable when it returns, and may be repeated. Thread-safe.
 *
 * <p>{@code LEDGER_UNAVAILABLE} when the ledger does not answer.
 */
public interface Decisions {
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

  /** Takes a discard back: the letters are open again, and due at once. Returns which are. */
  List<String> restore(String project, List<String> letters, String who);
}
