package dev.penstock.engine.run;

import java.util.List;

/**
 * What became known since the last commit; written in one transaction.
 *
 * @param doubts attempts that may have arrived, or whose waiting time alone is left; a later one of
 *     a key replaces an earlier one
 * @param schedule when the letters are tried again
 * @param closed numbers of opened batches all of whose records have an outcome now
 */
public record Progress(
    List<OutcomeChunk> outcomes,
    List<DeadLetter> letters,
    LetterSchedule schedule,
    List<Doubt> doubts,
    List<Integer> closed,
    long requests,
    long retries) {
  public Progress {
    outcomes = List.copyOf(outcomes);
    letters = List.copyOf(letters);
    doubts = List.copyOf(doubts);
    closed = List.copyOf(closed);
  }

  public boolean isEmpty() {
    return outcomes.isEmpty() && letters.isEmpty() && doubts.isEmpty();
  }
}
