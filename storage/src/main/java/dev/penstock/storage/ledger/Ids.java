package dev.penstock.storage.ledger;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** New names and seeds. Thread-safe, whatever the generator is. */
final class Ids {
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT = 0x8000000000000000L;
  private static final long NOT_VERSION = 0xFFFFFFFFFFFF0FFFL;
  private static final long NOT_VARIANT = 0x3FFFFFFFFFFFFFFFL;

  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  /** A random UUID as text. */
  synchronized String uuid() {
    long high = (random.nextLong() & NOT_VERSION) | VERSION_4;
    long low = (random.nextLong() & NOT_VARIANT) | VARIANT;
    return new UUID(high, low).toString();
  }

  synchronized long seed() {
    return random.nextLong();
  }

  /** Sorts by time. */
  synchronized String letter(Instant now) {
    return String.format("dl_%012x%010x", now.toEpochMilli(), random.nextLong() >>> 24);
  }
}
