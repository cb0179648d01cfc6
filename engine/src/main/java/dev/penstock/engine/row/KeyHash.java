package dev.penstock.engine.row;

/**
 * 96 bits that stand for a key within a sync. Two different keys among 150 million share one with a
 * probability below 10⁻¹².
 */
public record KeyHash(long high, int low) implements Comparable<KeyHash> {
  @Override
  public int compareTo(KeyHash other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Integer.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return String.format("%016x%08x", high, low);
  }
}
