package dev.penstock.server;

import java.time.Duration;

/** Hears how far a run is. Called by any thread, often; an implementation returns at once. */
@FunctionalInterface
public interface RunProgress {
  /** Hears nothing. */
  RunProgress SILENT = (_, _, _) -> {};

  /** The total is not known. */
  long UNKNOWN = -1;

  /** What a run is doing. */
  enum Phase {
    /** Finishing a run that was cut off. */
    RESUME,
    EXTRACT,
    PLAN,
    DELIVER,
    SETTLE
  }

  /**
   * Tells how far the run is.
   *
   * @param done rows or records so far in this phase
   * @param total how many there will be, or {@link #UNKNOWN}
   */
  void at(Phase phase, long done, long total);

  /**
   * Tells that something is sent again later, because the destination holds the run off.
   *
   * @param why a sentence
   */
  default void waiting(String why, Duration time) {}
}
