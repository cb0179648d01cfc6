package dev.penstock.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Which project is meant, and where what Penstock keeps for it lies.
 *
 * @param project the project folder
 * @param data the data folder; one process at a time writes there
 * @param ledger the JDBC URL of the ledger; empty means the embedded one in the data folder. May
 *     hold a password, so it is not printed.
 * @param lockWait how long to wait for another process; zero means not at all
 */
public record Location(Path project, Path data, Optional<String> ledger, Duration lockWait) {
  /** The data folder of a project that names no other. */
  public static final String DATA_FOLDER = ".penstock";

  public Location {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(lockWait, "lockWait");
  }

  @Override
  public String toString() {
    return "Location[project=" + project + ", data=" + data + "]";
  }
}
