package dev.penstock.engine.diff;

/** What a delivered change does at the destination. */
public enum Kind {
  ADDED,
  UPDATED,
  DELETED;

  private static final Kind[] ALL = values();

  public static Kind of(int ordinal) {
    return ALL[ordinal];
  }
}
