package dev.penstock.connectors.postgresql;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;

/**
 * A failure in our words.
 *
 * @param code ours
 * @param why the cause, as the end of a sentence, with the server's or driver's own text
 * @param remedy what to do, as a sentence
 */
record Refusal(ErrorCode code, String why, String remedy) {
  /** The exception for it; {@code what} says what failed and which one. */
  PenstockException failing(String what) {
    return new PenstockException(code, what + ": " + why + ". " + remedy);
  }
}
