package dev.penstock.engine.row;

/** 128 bits that stand for the values of a row under one mapping version. */
public record Fingerprint(long high, long low) {
  /** What a key has whose row is gone. */
  public static final Fingerprint ABSENT = new Fingerprint(0, 0);

  @Override
  public String toString() {
    return String.format("%016x%016x", high, low);
  }
}
