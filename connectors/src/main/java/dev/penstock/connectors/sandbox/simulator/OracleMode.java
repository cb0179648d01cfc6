package dev.penstock.connectors.sandbox.simulator;

/** How much the oracle remembers of what arrived. */
public enum OracleMode {
  /** One entry per record, in memory and, when asked, in a file. */
  FULL,
  /** Counts only; webhook records are kept as two hashes each, enough to tell repeats. */
  COUNTS,
  /** Requests and records are counted; effects and repeats of webhook records are not. */
  OFF
}
