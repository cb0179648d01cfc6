package dev.penstock.engine.extract;

import java.util.List;
import java.util.Objects;

/**
 * A query on a source, with the columns that identify a record.
 *
 * @param name as the project names it
 * @param rows a table or one SELECT
 * @param key the key columns, in order; at least one
 */
public record Model(String name, Rows rows, List<String> key) {
  public Model {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(rows, "rows");
    key = List.copyOf(key);
    if (key.isEmpty()) {
      throw new IllegalArgumentException("model " + name + " has no key");
    }
  }

  /** Where the rows are. */
  public sealed interface Rows {
    /** A table or view, as written in the project: {@code name} or {@code schema.name}. */
    record Table(String name) implements Rows {}

    /** One SELECT statement. */
    record Query(String sql) implements Rows {}
  }
}
