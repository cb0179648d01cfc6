package dev.penstock.server;

import dev.penstock.engine.deliver.DeliveryLevel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A simulated destination that a person starts.
 *
 * @param port 0 for any free one
 * @param level what a repeated record does
 * @param keyField where records carry their key
 * @param faults the fault script; empty for a well-behaved destination
 * @param log the file to which everything received is appended
 * @param countsOnly remembers counts instead of records
 * @param seed decides everything random in the script
 */
public record SimulationRequest(
    int port,
    DeliveryLevel level,
    String keyField,
    Optional<Path> faults,
    Optional<Path> log,
    boolean countsOnly,
    long seed) {
  public SimulationRequest {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(keyField, "keyField");
  }
}
