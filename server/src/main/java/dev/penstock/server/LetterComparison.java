package dev.penstock.server;

import dev.penstock.engine.run.History.Letter;
import java.util.List;
import java.util.Objects;

/** A dead letter beside its row as it is now. */
public record LetterComparison(Letter letter, RowNow now) {
  public LetterComparison {
    Objects.requireNonNull(letter, "letter");
    Objects.requireNonNull(now, "now");
  }

  /** What the source has under the letter's key. */
  public sealed interface RowNow {
    /**
     * The row is there.
     *
     * @param row all its columns, as JSON
     * @param payload what the mapping would send now
     * @param differences from what was sent, a line each; empty when it is the same
     */
    record Found(String row, String payload, List<String> differences) implements RowNow {
      public Found {
        differences = List.copyOf(differences);
      }
    }

    /** The row is there, and cannot be mapped. */
    record Unmappable(String row, String why) implements RowNow {}

    /** The model has no such row any more. */
    record Gone() implements RowNow {}

    /** It could not be looked up. */
    record Unknown(String why) implements RowNow {}
  }
}
