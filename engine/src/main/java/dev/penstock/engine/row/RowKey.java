package dev.penstock.engine.row;

import java.util.List;

/**
 * The key of a row by its values, to find the row again.
 *
 * @param values the canonical value of each key column as text, in the order of the key
 */
public record RowKey(List<String> values) {
  public RowKey {
    values = List.copyOf(values);
  }

  public static RowKey of(String... values) {
    return new RowKey(List.of(values));
  }

  /** As a person reads it: its parts, joined by a comma where there are several. */
  public String text() {
    return String.join(",", values);
  }
}
