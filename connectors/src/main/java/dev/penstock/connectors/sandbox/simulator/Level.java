package dev.penstock.connectors.sandbox.simulator;

/** The delivery level that the simulated destination offers: what a repeated record does to it. */
public enum Level {
  /** A repeated idempotency key has no second effect and gets the same answer; else as B. */
  A,
  /** Upsert by id: an equal repeat overwrites without effect. */
  B,
  /** Stored by id and readable, but every write counts: a sender has to read before repeating. */
  C,
  /** Append-only: each arrival appends to the list of its id, so repeats double. */
  D
}
