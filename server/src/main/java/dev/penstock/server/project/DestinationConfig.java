package dev.penstock.server.project;

import java.util.Objects;

/**
 * A destination as its file declares it.
 *
 * @param type a name of {@link ConnectorTypes}
 */
public record DestinationConfig(
    String name, String type, Settings settings, Ownership ownership, Place place) {
  public DestinationConfig {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
