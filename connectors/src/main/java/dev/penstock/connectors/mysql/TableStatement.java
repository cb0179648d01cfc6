package dev.penstock.connectors.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement for one record.
 *
 * @param parameters the columns whose values it takes, in order
 */
record TableStatement(String sql, List<String> parameters) {
  static TableStatement insert(TableShape shape, List<String> columns) {
    String sql =
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                shape.table().name(),
                columns.stream().map(TableName::quote).collect(Collectors.joining(", ")),
                columns.stream().map(_ -> "?").collect(Collectors.joining(", ")));
    return new TableStatement(sql, columns);
  }

  /** Sets what does not identify the record; where there is nothing else, what it has already. */
  static TableStatement update(TableShape shape, List<String> columns) {
    List<String> match = shape.table().match();
    List<String> others = new ArrayList<>(columns);
    others.removeAll(match);
    List<String> set = others.isEmpty() ? match : others;
    String sql =
        "UPDATE %s SET %s WHERE %s"
            .formatted(shape.table().name(), pairs(set, ", "), pairs(match, " AND "));
    return new TableStatement(sql, Stream.concat(set.stream(), match.stream()).toList());
  }

  static TableStatement delete(TableShape shape) {
    return which("DELETE", shape, shape.table().match());
  }

  /** Finds the record with these columns. */
  static TableStatement find(TableShape shape, List<String> columns) {
    return which("SELECT 1", shape, columns);
  }

  private static TableStatement which(String verb, TableShape shape, List<String> columns) {
    return new TableStatement(
        "%s FROM %s WHERE %s".formatted(verb, shape.table().name(), pairs(columns, " AND ")),
        columns);
  }

  private static String pairs(List<String> columns, String between) {
    return columns.stream()
        .map(column -> TableName.quote(column) + " = ?")
        .collect(Collectors.joining(between));
  }
}
