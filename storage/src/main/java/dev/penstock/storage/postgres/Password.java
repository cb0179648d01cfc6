package dev.penstock.storage.postgres;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The password of the embedded server's only user; printing it shows stars.
 *
 * @param value the clear text, for the driver only
 */
public record Password(String value) {
  /** 32 random bytes: nobody guesses it, and hex needs no quoting anywhere. */
  private static final int RANDOM_BYTES = 32;

  /**
   * Iterations make guessing slow, and 32 random bytes are not guessed; the server's default of
   * 4096 would cost the first connections of a young JVM a tenth of a second each.
   */
  static final int SCRAM_ITERATIONS = 1;

  /** Refuses an empty password, which the server would treat as none. */
  public Password {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a password may not be blank");
    }
  }

  static Password random(SecureRandom random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Password(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return "***";
  }
}
