package dev.penstock.engine.run;

import java.util.Objects;

/**
 * What held state belongs to.
 *
 * @param destination account and address of the destination; changing it under the same sync is
 *     refused until a person says what it means
 */
public record SyncIdentity(String project, String sync, String destination, String action) {
  public SyncIdentity {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(sync, "sync");
    Objects.requireNonNull(destination, "destination");
    Objects.requireNonNull(action, "action");
  }
}
