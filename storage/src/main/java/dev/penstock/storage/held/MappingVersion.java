package dev.penstock.storage.held;

import java.util.List;

/**
 * A mapping version that entries were made under.
 *
 * @param slot how entries name it
 * @param columns the names of the columns its fingerprints cover, in the order they are hashed in
 */
public record MappingVersion(int slot, long version, String definition, List<String> columns) {
  public MappingVersion {
    columns = List.copyOf(columns);
  }
}
