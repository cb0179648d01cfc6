package dev.penstock.storage.ledger;

import java.util.Objects;
import java.util.Optional;

/**
 * The process that claims leases.
 *
 * @param process names this start of this process, for people; no two starts share one
 * @param dataFolder the id of the data folder whose lock this process holds; empty when it holds
 *     none. Another owner with the same folder is thereby known to be dead
 */
public record Owner(String process, Optional<String> dataFolder) {
  public Owner {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(dataFolder, "dataFolder");
  }
}
