package dev.penstock.testkit.world;

/**
 * The process is dead from here on. An Error, so that nothing on the way takes it for a failure.
 */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  public SimulatedCrash(String where) {
    super("the process died at " + where);
  }
}
