package dev.penstock.engine.row;

import java.util.Objects;

/**
 * One column of an extract.
 *
 * @param name as the model spells it; matched exactly
 * @param tag what its values are when they are neither null nor unrepresentable
 * @param sourceType the source's own name of its type, for people
 */
public record Column(String name, Tag tag, String sourceType) {
  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tag, "tag");
    Objects.requireNonNull(sourceType, "sourceType");
  }
}
