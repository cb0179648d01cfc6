package dev.penstock.storage.disk;

/** The process ends here; an error, so that nothing on the way tidies up. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  public SimulatedCrash() {
    super("crash", null, false, false);
  }
}
