package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.postgresql.TypeRule.Wire;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.core.BaseConnection;

/**
 * The condition that finds the rows of some keys. Values are compared in the column's own type, so
 * that its index is used; a COPY takes no parameters, so the driver quotes them.
 */
final class KeyLookup {
  private final BaseConnection connection;
  private final List<ModelColumn> key;

  private KeyLookup(BaseConnection connection, List<ModelColumn> key) {
    this.connection = connection;
    this.key = key;
  }

  /**
   * The text that stands behind {@code WHERE}.
   *
   * @throws PenstockException CONFIG_INVALID when a key column's type cannot be looked up: taking
   *     its row for gone would delete it
   */
  static String condition(
      Connection connection, String model, List<ModelColumn> key, List<RowKey> wanted)
      throws SQLException {
    for (ModelColumn column : key) {
      refuseUnfindable(model, column);
    }
    var lookup = new KeyLookup(connection.unwrap(BaseConnection.class), key);
    if (wanted.isEmpty()) {
      return "false";
    }
    return key.size() == 1 ? lookup.any(wanted) : lookup.pairs(wanted);
  }

  private static void refuseUnfindable(String model, ModelColumn column) {
    if (column.rule().reading() == Reading.JSON) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Single rows of model \"%s\" cannot be looked up: its key column \"%s\" has the type %s. Cast it to text in the model's query."
              .formatted(model, column.name(), column.sourceType()));
    }
  }

  private String any(List<RowKey> wanted) throws SQLException {
    List<String> values = new ArrayList<>();
    for (RowKey row : wanted) {
      values.add(value(key.getFirst(), row.values().getFirst()));
    }
    return left(key.getFirst())
        + values.stream()
            .collect(
                Collectors.joining(", ", " = ANY (ARRAY[", "]::" + type(key.getFirst()) + "[])"));
  }

  private String pairs(List<RowKey> wanted) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (RowKey row : wanted) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < key.size(); i++) {
        ModelColumn column = key.get(i);
        parts.add(left(column) + " = " + value(column, row.values().get(i)) + "::" + type(column));
      }
      rows.add("(" + String.join(" AND ", parts) + ")");
    }
    return String.join(" OR ", rows);
  }

  private static String left(ModelColumn column) {
    String name = "model." + TableName.quote(column.name());
    return switch (column.rule().wire()) {
      case ADDRESS -> "pg_catalog.abbrev(" + name + ")";
      case CAST_TO_TEXT -> name + "::pg_catalog.text";
      case PLAIN, TEXT, PADDED, BYTES, TO_JSON -> name;
    };
  }

  private static String type(ModelColumn column) {
    return switch (column.rule().wire()) {
      case ADDRESS, CAST_TO_TEXT -> "pg_catalog.text";
      case PADDED -> "pg_catalog.bpchar"; // "character" alone would be one character
      case PLAIN, TEXT, BYTES, TO_JSON -> column.sourceType();
    };
  }

  private String value(ModelColumn column, String text) throws SQLException {
    String literal = "'" + connection.escapeString(text) + "'";
    return column.rule().wire() == Wire.BYTES
        ? "pg_catalog.decode(" + literal + ", 'base64')"
        : literal;
  }
}
