package dev.penstock.engine.extract;

import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowWriter;

/**
 * One reading of a model, row by row, in whatever order the source gives. Used by one thread,
 * except {@link #cancel()}. Memory does not grow with rows.
 */
public interface Extraction extends AutoCloseable {
  /** The layout of the rows: key columns first, then the rest in the model's order. */
  Columns columns();

  /**
   * Writes the next row. The implementation calls {@link RowWriter#begin} with the key's size first
   * and then exactly one cell per column.
   *
   * @return false when the source said that there are no more rows; after that {@link #rowsSent()}
   *     is known
   * @throws dev.penstock.engine.error.PenstockException when the reading broke off; what was read
   *     so far is no complete extract
   */
  boolean next(RowWriter row);

  /**
   * How many rows the source itself says it sent. An extract is complete only when this equals the
   * number of rows received: deletes need that proof.
   */
  long rowsSent();

  /** Stops the reading at the source too, from any thread; {@link #next} then fails soon. */
  void cancel();

  @Override
  void close();
}
