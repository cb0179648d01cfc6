package dev.penstock.server.wiring;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Names runs so that their names sort by time. */
final class RunIds {
  private RunIds() {}

  /** For example {@code run_0199f3a2b4c17f3e9d}: milliseconds, then chance, in hexadecimal. */
  static String next(InstantSource clock, RandomGenerator random) {
    return "run_%012x%06x".formatted(clock.millis(), random.nextInt(1 << 24));
  }
}
