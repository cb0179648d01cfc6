package dev.penstock.engine.change;

/** What a delivered change does at the destination. The codes are part of file formats. */
public enum Kind {
  ADDED(0),
  UPDATED(1),
  DELETED(2);

  private static final Kind[] BY_CODE = values();

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The kind with this code. */
  public static Kind of(int code) {
    return BY_CODE[code];
  }
}
