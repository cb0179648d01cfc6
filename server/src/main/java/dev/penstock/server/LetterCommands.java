package dev.penstock.server;

import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.LetterGroup;
import dev.penstock.engine.run.LetterFilter;
import java.util.List;
import java.util.function.Consumer;

/** What a person can do about dead letters. Calls behave as those of {@link Penstock}. */
public interface LetterCommands {
  /** The newest first. */
  List<Letter> list(LetterFilter filter, int limit);

  /** All of them, the newest first, one after the other; in constant memory. */
  void each(LetterFilter filter, Consumer<Letter> each);

  /** The same by cause, the largest groups first. */
  List<LetterGroup> groups(LetterFilter filter);

  /** The letter with this id, or the live one of a key. */
  Letter letter(String idOrKey);

  /** A letter beside the row as it is now. */
  LetterComparison compare(String idOrKey);

  /** Letters are not sent any more; returns the ids of those that are discarded now. */
  List<String> discard(List<Letter> letters, boolean forever, String reason);

  /** Takes discards back; returns the ids of those that are open again. */
  List<String> restore(List<Letter> letters);

  /** What would become of these letters of one sync if they were sent now; sends nothing. */
  Rehearsal rehearse(String sync, List<Letter> letters, boolean evenUnchanged);

  /**
   * Sends the rows of these letters of one sync again, read by key.
   *
   * @param letters at most {@link dev.penstock.engine.run.Reprocess#KEYS_MAX}
   */
  RunReport reprocess(
      String sync, List<Letter> letters, boolean evenUnchanged, RunProgress progress);

  /**
   * A person found the records of these letters of one sync at the destination: they count as
   * delivered, and nothing is sent.
   *
   * @param letters at most {@link dev.penstock.engine.run.Reprocess#KEYS_MAX}
   * @throws dev.penstock.engine.error.PenstockException CONFIG_INVALID when one of them was refused
   *     and so cannot have arrived
   */
  RunReport confirm(String sync, List<Letter> letters, RunProgress progress);
}
