package dev.penstock.engine.run;

import dev.penstock.engine.error.ErrorCode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which dead letters are meant. What is empty does not matter.
 *
 * @param codes any of these
 * @param since last seen at this time or later
 * @param until last seen before
 * @param status the HTTP status of the answer
 * @param key the key as a person reads it; {@code *} stands for anything
 * @param print failures that look alike, see {@link dev.penstock.engine.error.ErrorPrint}
 */
public record LetterFilter(
    State state,
    Optional<String> sync,
    Set<ErrorCode> codes,
    Optional<Instant> since,
    Optional<Instant> until,
    OptionalInt status,
    Optional<String> key,
    Optional<String> print) {
  /** What became of a letter so far. */
  public enum State {
    /** It needs someone, or waits for its next retry. */
    OPEN,
    /** Open, and not tried again by itself. */
    WAITING,
    /** A person said that it is not to be sent. */
    DISCARDED,
    /** Whatever became of it. */
    ALL
  }

  public LetterFilter {
    Objects.requireNonNull(state, "state");
    codes = Set.copyOf(codes);
  }

  /** The open ones, of one sync or of all. */
  public static LetterFilter open(Optional<String> sync) {
    return new LetterFilter(
        State.OPEN,
        sync,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
