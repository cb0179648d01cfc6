package dev.penstock.server.project;

import java.util.Objects;

/**
 * A source as its file declares it.
 *
 * @param type a name of {@link ConnectorTypes}
 */
public record SourceConfig(
    String name, String type, Settings settings, Ownership ownership, Place place) {
  public SourceConfig {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
