package dev.penstock.engine.diff;

import dev.penstock.engine.row.Columns;

/**
 * The changes of one run, complete and durable on disk. Changes are numbered from 0 in the order
 * they were found. Thread-safe; each cursor belongs to one thread.
 */
public interface Plan extends AutoCloseable {
  PlanSummary summary();

  /** The definition of the mapping that it was made with, and that its rows are sent with. */
  String mapping();

  /** The layout of the rows in it. */
  Columns columns();

  /** One more than the highest sequence number; includes numbers that were retracted. */
  long end();

  /** Reads the changes in order, from this sequence number on, passing over retracted ones. */
  PlanCursor cursor(long from);

  @Override
  void close();
}
