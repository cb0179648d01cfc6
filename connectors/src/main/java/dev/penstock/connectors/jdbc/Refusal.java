package dev.penstock.connectors.jdbc;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;

/**
 * A failure in our words.
 *
 * @param code ours
 * @param why the cause, as the end of a sentence, with the server's or driver's own text
 * @param remedy what to do, as a sentence
 */
public record Refusal(ErrorCode code, String why, String remedy) {
  /** The exception for it; {@code what} says what failed and which one. */
  public PenstockException failing(String what) {
    return new PenstockException(code, what + ": " + why + ". " + remedy);
  }
}
