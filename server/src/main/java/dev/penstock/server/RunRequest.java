package dev.penstock.server;

import java.util.Objects;

/**
 * A run that is asked for.
 *
 * @param identity what a destination that changed under the sync means
 * @param allowMassChange the person has seen the numbers that the guard stopped
 * @param full send every row again, changed or not
 * @param scheduled a timer asks, not a person: a refused record waits until it is due
 */
public record RunRequest(
    String sync, Identity identity, boolean allowMassChange, boolean full, boolean scheduled) {
  /** What to do when the sync points to another destination than its held state. */
  public enum Identity {
    /** Refuse and ask. */
    UNCHANGED,
    /** It is another tool: send everything there. */
    RESET,
    /** It is the same tool under another address: keep what is held. */
    KEEP
  }

  /** A run of what changed, asked for by a person. */
  public static RunRequest byAPerson(String sync) {
    return new RunRequest(sync, Identity.UNCHANGED, false, false, false);
  }

  public RunRequest {
    Objects.requireNonNull(sync, "sync");
    Objects.requireNonNull(identity, "identity");
  }
}
