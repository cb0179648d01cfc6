package dev.penstock.engine.diff;

import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;

/** Stands on one change of a plan after the other. Used by one thread. */
public interface PlanCursor extends AutoCloseable {
  /** Moves to the next change; false at the end. */
  boolean next();

  long sequence();

  /** One of the decisions that are sent. */
  Decision decision();

  KeyHash key();

  /** What the destination will hold once this is delivered; ABSENT for a delete. */
  Fingerprint target();

  /** The buffer with the row's canonical bytes; valid until the next call of {@link #next()}. */
  byte[] bytes();

  int offset();

  int length();

  @Override
  void close();
}
