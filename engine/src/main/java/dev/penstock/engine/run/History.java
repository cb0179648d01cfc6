package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.row.RowKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What people read: runs and dead letters. May be used while runs are under way. Thread-safe. */
public interface History {
  /** The newest runs first, of one sync or of all. */
  List<RunRecord> runs(String project, Optional<String> sync, int limit);

  /** The run with this id, or the only one whose id begins with it. */
  Optional<RunRecord> run(String project, String id);

  /** What is known of each sync that ever ran. */
  List<SyncStatus> syncs(String project);

  /** Dead letters, the newest first. */
  List<Letter> letters(String project, LetterFilter filter, int limit);

  /** All of them, the newest first, one after the other; in constant memory. */
  void each(String project, LetterFilter filter, Consumer<Letter> each);

  /** Dead letters that still need someone, the newest first. */
  default List<Letter> letters(String project, Optional<String> sync, int limit) {
    return letters(project, LetterFilter.open(sync), limit);
  }

  /** The same letters by what they have in common, the largest groups first. */
  List<LetterGroup> groups(String project, LetterFilter filter);

  /** The open letter of a key, or the letter with this id. */
  Optional<Letter> letter(String project, String idOrKey);

  /**
   * A sync at a glance.
   *
   * @param held how many keys the destination is known to hold
   * @param openLetters dead letters that wait
   * @param blocked why nothing may run, or empty
   * @param paused who paused it and why, or empty
   */
  record SyncStatus(
      String sync,
      String destination,
      String action,
      long held,
      long openLetters,
      String blocked,
      String paused,
      Optional<RunRecord> latest) {}

  /**
   * Dead letters with one cause.
   *
   * @param example the newest of them
   */
  record LetterGroup(String print, long letters, Instant firstSeen, Letter example) {}

  /**
   * A dead letter as a person sees it.
   *
   * @param row the key's values
   * @param print what failures with one cause have in common
   * @param requestId the destination's own name of the request, or empty
   * @param reason why a person decided as the state says, or empty
   * @param attempts how often it was sent
   * @param nextRetry when it is tried again by itself; empty when it waits for a person
   */
  record Letter(
      String id,
      String sync,
      String run,
      String key,
      RowKey row,
      Kind kind,
      String change,
      String payload,
      Failure failure,
      String print,
      String requestId,
      int attempts,
      Instant firstSeen,
      Instant lastSeen,
      Optional<Instant> nextRetry,
      String state,
      String reason) {}
}
