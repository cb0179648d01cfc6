package dev.penstock.connectors.sandbox.simulator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the oracle log keeps and where. The file is opened for appending; it and {@code payloads}
 * have a meaning in mode {@link OracleMode#FULL} only.
 */
public record OracleSettings(OracleMode mode, Optional<Path> file, boolean payloads) {

  /** Everything, with payloads, in memory only. */
  public static OracleSettings inMemory() {
    return new OracleSettings(OracleMode.FULL, Optional.empty(), true);
  }

  /** Everything, with payloads, also appended to the file and flushed before each answer. */
  public static OracleSettings inFile(Path file) {
    return new OracleSettings(OracleMode.FULL, Optional.of(file), true);
  }

  /** Counts without entries: the receiver of benchmarks. */
  public static OracleSettings countsOnly() {
    return new OracleSettings(OracleMode.COUNTS, Optional.empty(), false);
  }

  /** As little as possible: requests and records are counted, nothing else. */
  public static OracleSettings off() {
    return new OracleSettings(OracleMode.OFF, Optional.empty(), false);
  }
}
