package dev.penstock.connectors.sandbox.simulator;

/** Whether and when the records of a request reach the store. */
enum Application {
  NONE,
  ONCE,
  TWICE,
  LATE;

  /** Whether records are applied before the answer. */
  boolean now() {
    return this == ONCE || this == TWICE;
  }
}
