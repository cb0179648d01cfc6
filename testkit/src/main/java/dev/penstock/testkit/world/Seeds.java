package dev.penstock.testkit.world;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property for many seeds and names the one that failed, so that it can be replayed. */
public final class Seeds {
  private Seeds() {}

  /** Tries the seeds from {@code first}, {@code count} of them. */
  public static void forEach(long first, long count, Consumer<Random> property) {
    for (long seed = first; seed < first + count; seed++) {
      try {
        property.accept(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
