package dev.penstock.engine.run;

import dev.penstock.engine.diff.PlanSummary;

/** Is told how a run goes on. Called by the run's own thread; must be quick and must not throw. */
public interface RunListener {
  RunListener NONE = new RunListener() {};

  default void started(String run, String sync) {}

  /** A run that its process did not survive is taken up again. */
  default void continued(String run, String sync) {}

  /**
   * Rows read so far.
   *
   * @param expected how many the last extract had, 0 when unknown
   */
  default void reading(long rows, long expected) {}

  default void planned(PlanSummary plan) {}

  /** Changes that have an outcome so far. */
  default void delivering(long decided, long planned) {}

  /** The destination holds us off. */
  default void waiting(String why, long millis) {}

  default void ended(RunRecord run) {}
}
