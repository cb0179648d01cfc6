package dev.penstock.engine.map;

/** A mapping reads a column whose value JSON cannot carry. */
final class UnrepresentableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int column;

  UnrepresentableException(int column) {
    super("column " + column, null, false, false);
    this.column = column;
  }

  int column() {
    return column;
  }
}
