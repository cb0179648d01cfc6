package dev.penstock.storage.held;

/**
 * One place of a partition's table: key hash (8 + 4 bytes), flags (4), fingerprint (8 + 8). A place
 * that holds nothing is all zero; one that holds an entry has the highest bit of its flags set.
 */
final class Slot {
  static final int BYTES = 32;
  static final int HASH_LOW = 8;
  static final int FLAGS = 12;
  static final int PRINT_HIGH = 16;
  static final int PRINT_LOW = 24;

  /** Negative flags are an entry's, so that one sign test tells a gap. */
  static final int OCCUPIED = 1 << 31;

  private Slot() {}

  /** The best place of a hash among {@code ideal}, by the bits that the partition does not eat. */
  static int ideal(long hashHigh, int bits, int ideal) {
    return (int) Math.unsignedMultiplyHigh(hashHigh << bits, ideal);
  }
}
