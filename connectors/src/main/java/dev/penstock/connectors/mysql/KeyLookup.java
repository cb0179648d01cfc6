package dev.penstock.connectors.mysql;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The condition that finds the rows of some keys. Values stand in it as digits or hexadecimal, so
 * nothing in them can be read as SQL. Texts are compared by the column's collation, so that its
 * index is used: that finds the row, and perhaps others that the server takes for equal.
 */
final class KeyLookup {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final HexFormat HEX = HexFormat.of();

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
      return "FALSE";
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
    boolean findable =
        switch (column.rule().wire()) {
          case PLAIN, CUT, AS_TEXT, AS_NUMBER -> true;
          case AS_TEXT_CUT, AS_DOUBLE, GEOMETRY -> false;
        };
    if (!findable) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Single rows of model \"%s\" cannot be looked up: its key column \"%s\" has the type %s. Cast it to char in the model's query."
              .formatted(model, column.name(), column.sourceType()));
    }
  }

  private static String name(ModelColumn column) {
    return "model." + TableName.quote(column.name());
  }

  private static String value(ModelColumn column, String text) {
    return switch (column.rule().reading()) {
      case TRUTH -> text.equals("true") ? "1" : text.equals("false") ? "0" : number(text);
      case WHOLE, DIGITS -> number(text);
      case BYTES -> "x'" + HEX.formatHex(Base64.getDecoder().decode(text)) + "'";
      case INSTANT -> text(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
      case TEXT, DATE, DATE_TIME -> text(text);
      case SINGLE, DOUBLE, JSON -> throw new IllegalStateException("no key of this kind");
    };
  }

  /** Null, which equals nothing, for what was no number when it was seen. */
  private static String number(String text) {
    return NUMBER.matcher(text).matches() ? text : "NULL";
  }

  private static String text(String text) {
    return "_utf8mb4 x'" + HEX.formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
  }
}
