package dev.penstock.engine.map;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;

/** A mapping reads a column whose value JSON cannot carry. */
final class UnrepresentableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int column;

  UnrepresentableException(int column) {
    super("column " + column, null, false, false);
    this.column = column;
  }

  Failure failure(Columns columns) {
    Column at = columns.get(column);
    return Failure.of(
        ErrorCode.UNREPRESENTABLE,
        "column %s holds a value of type %s that JSON cannot carry"
            .formatted(at.name(), at.sourceType()));
  }
}
