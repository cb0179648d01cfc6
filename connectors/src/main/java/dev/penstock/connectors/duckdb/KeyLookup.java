package dev.penstock.connectors.duckdb;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The condition that finds the rows of some keys. Values are compared in the column's own type, so
 * that whole parts of a Parquet file can be passed over.
 */
final class KeyLookup {
  private KeyLookup() {}

  /**
   * The text that stands behind {@code WHERE}.
   *
   * @throws PenstockException CONFIG_INVALID when a key column's type cannot be looked up: taking
   *     its row for gone would delete it
   */
  static String condition(String model, List<ModelColumn> key, List<RowKey> wanted) {
    key.forEach(column -> refuseUnfindable(model, column));
    if (wanted.isEmpty()) {
      return "false";
    }
    if (key.size() == 1) {
      return wanted.stream()
          .map(row -> value(key.getFirst(), row.values().getFirst()))
          .collect(Collectors.joining(", ", name(key.getFirst()) + " IN (", ")"));
    }
    List<String> rows = new ArrayList<>();
    for (RowKey row : wanted) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < key.size(); i++) {
        parts.add(name(key.get(i)) + " = " + value(key.get(i), row.values().get(i)));
      }
      rows.add("(" + String.join(" AND ", parts) + ")");
    }
    return String.join(" OR ", rows);
  }

  private static void refuseUnfindable(String model, ModelColumn column) {
    if (column.rule().reading() == Reading.JSON) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Single rows of model \"%s\" cannot be looked up: its key column \"%s\" has the type %s. Cast it to text in the model's query."
              .formatted(model, column.name(), column.sourceType()));
    }
  }

  private static String name(ModelColumn column) {
    return "model." + ModelColumn.quote(column.name());
  }

  /** The driver does not tell the labels of an enum; it is compared as text. */
  private static String type(ModelColumn column) {
    return column.sourceType().startsWith("enum") ? "varchar" : column.sourceType();
  }

  /** A value that no longer fits the column's type finds nothing instead of ending the reading. */
  private static String value(ModelColumn column, String text) {
    String literal = Session.literal(text);
    return column.rule().reading() == Reading.BASE64
        ? "from_base64(" + literal + ")"
        : "TRY_CAST(" + literal + " AS " + type(column) + ")";
  }
}
