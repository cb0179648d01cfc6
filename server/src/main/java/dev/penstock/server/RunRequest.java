package dev.penstock.server;

import java.util.Objects;

/**
 * A run that a person starts.
 *
 * @param identity what a destination that changed under the sync means
 * @param allowMassChange the person has seen the numbers that the guard stopped
 * @param full send every row again, changed or not
 */
public record RunRequest(String sync, Identity identity, boolean allowMassChange, boolean full) {
  /** What to do when the sync points to another destination than its held state. */
  public enum Identity {
    /** Refuse and ask. */
    UNCHANGED,
    /** It is another tool: send everything there. */
    RESET,
    /** It is the same tool under another address: keep what is held. */
    KEEP
  }

  public RunRequest {
    Objects.requireNonNull(sync, "sync");
    Objects.requireNonNull(identity, "identity");
  }
}
