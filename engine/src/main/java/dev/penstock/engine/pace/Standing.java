package dev.penstock.engine.pace;

import dev.penstock.engine.error.ErrorCode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How an account stands between runs.
 *
 * @param down the failure because of which the last run left it alone; empty when it answers
 * @param since when it began to fail; {@link Instant#EPOCH} when it answers
 * @param notBefore the destination asked not to be sent anything before; {@link Instant#EPOCH} when
 *     it did not
 * @param learned requests a second that it was seen to bear before it complained
 */
public record Standing(
    Optional<ErrorCode> down, Instant since, Instant notBefore, OptionalDouble learned) {
  /** It answers, and nothing more is known of it. */
  public static final Standing GOOD =
      new Standing(Optional.empty(), Instant.EPOCH, Instant.EPOCH, OptionalDouble.empty());

  public Standing {
    Objects.requireNonNull(down, "down");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(notBefore, "notBefore");
  }
}
