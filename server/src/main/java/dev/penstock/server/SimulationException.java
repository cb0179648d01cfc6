package dev.penstock.server;

import org.jspecify.annotations.Nullable;

/** The simulated destination cannot be started as it was asked for: a part of the configuration. */
public final class SimulationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * Says what and why, and what to do about it.
   *
   * @param hint a sentence of its own
   */
  public SimulationException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do, as a sentence. */
  public String hint() {
    return hint;
  }
}
