package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.table.TableAction;
import dev.penstock.engine.change.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One statement that takes many records as a JSON array. The server reads each value by the type of
 * its column, so that no number passes through a double.
 *
 * @param sql with one parameter, the array
 * @param tells whether it returns the place, from 1, of each record that it found
 */
record TableStatement(String sql, boolean tells) {
  /**
   * The statement for records that have exactly these columns.
   *
   * @param columns in any order, all of the table
   */
  static TableStatement of(TableShape shape, TableAction action, Kind kind, List<String> columns) {
    String from = "pg_catalog.json_populate_recordset(NULL::" + shape.name() + ", ?::json)";
    String same = pairs(shape.table().match(), "d.%1$s = s.%1$s", " AND ");
    if (kind == Kind.DELETED || action == TableAction.DELETE) {
      return new TableStatement(
          "DELETE FROM " + shape.name() + " AS d USING " + from + " AS s WHERE " + same, false);
    }
    List<String> others = new ArrayList<>(columns);
    others.removeAll(shape.table().match());
    List<String> set = others.isEmpty() ? columns : others;
    if (action == TableAction.UPDATE) {
      String sql =
          "UPDATE %s AS d SET %s FROM %s WITH ORDINALITY AS s WHERE %s RETURNING s.ordinality"
              .formatted(shape.name(), pairs(set, "%1$s = s.%1$s", ", "), from, same);
      return new TableStatement(sql, true);
    }
    String insert =
        "INSERT INTO %s (%s) SELECT %s FROM %s AS s"
            .formatted(
                shape.name(), pairs(columns, "%s", ", "), pairs(columns, "s.%s", ", "), from);
    if (action == TableAction.INSERT) {
      return new TableStatement(insert, false);
    }
    String conflict = " ON CONFLICT (" + pairs(shape.table().match(), "%s", ", ") + ") DO ";
    String then =
        others.isEmpty() ? "NOTHING" : "UPDATE SET " + pairs(set, "%1$s = EXCLUDED.%1$s", ", ");
    return new TableStatement(insert + conflict + then, false);
  }

  private static String pairs(List<String> columns, String form, String between) {
    return columns.stream()
        .map(column -> form.formatted(TableName.quote(column)))
        .collect(Collectors.joining(between));
  }
}
