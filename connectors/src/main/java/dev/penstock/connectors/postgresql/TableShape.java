package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.table.TableColumns;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as the server describes it. Immutable.
 *
 * @param table its name quoted, with its schema
 * @param bytes the columns of bytes
 * @param constraints the columns of each constraint and unique index, by its name
 * @param unique the columns of each unique index without condition
 */
record TableShape(
    TableColumns table,
    Set<String> bytes,
    Map<String, List<String>> constraints,
    List<List<String>> unique) {
  private static final String COLUMNS =
      """
      SELECT attname, atttypid = 'pg_catalog.bytea'::pg_catalog.regtype
      FROM pg_catalog.pg_attribute
      WHERE attrelid = ?::pg_catalog.regclass AND attnum > 0 AND NOT attisdropped
      ORDER BY attnum
      """;

  private static final String INDEXES =
      """
      SELECT c.relname, a.attname, i.indisprimary, i.indpred IS NULL AND i.indexprs IS NULL
      FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = ?::pg_catalog.regclass AND i.indisunique
      ORDER BY c.relname, pg_catalog.array_position(i.indkey::int2[], a.attnum)
      """;

  private static final String CONSTRAINTS =
      """
      SELECT c.conname, a.attname
      FROM pg_catalog.pg_constraint c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      WHERE c.conrelid = ?::pg_catalog.regclass AND c.contype IN ('c', 'f', 'x')
      ORDER BY c.conname, a.attnum
      """;

  /**
   * Looks at the table.
   *
   * @param match as in the settings
   * @throws PenstockException SCHEMA_STALE when the table or a match column is not there
   */
  static TableShape of(Connection connection, TableName table, List<String> match)
      throws SQLException {
    String name = table.seen(connection).orElse("");
    if (name.isEmpty()) {
      throw new PenstockException(
          ErrorCode.SCHEMA_STALE,
          "There is no table \"%s\" that the user can see.%s"
              .formatted(table.written(), table.neighbour(connection)));
    }
    List<String> columns = new ArrayList<>();
    Set<String> bytes = new HashSet<>();
    each(
        connection,
        COLUMNS,
        name,
        row -> {
          columns.add(row.getString(1));
          if (row.getBoolean(2)) {
            bytes.add(row.getString(1));
          }
        });
    Map<String, List<String>> constraints = new HashMap<>();
    Map<String, List<String>> unique = new HashMap<>();
    List<String> primary = new ArrayList<>();
    each(
        connection,
        INDEXES,
        name,
        row -> {
          add(constraints, row);
          if (row.getBoolean(4)) {
            add(unique, row);
          }
          if (row.getBoolean(3)) {
            primary.add(row.getString(2));
          }
        });
    each(connection, CONSTRAINTS, name, row -> add(constraints, row));
    return new TableShape(
        TableColumns.of(name, columns, primary, match),
        Set.copyOf(bytes),
        Map.copyOf(constraints),
        List.copyOf(unique.values()));
  }

  /** Its name as it stands in statements. */
  String name() {
    return table.name();
  }

  private static void add(Map<String, List<String>> names, ResultSet row) throws SQLException {
    names.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(row.getString(2));
  }

  private static void each(Connection connection, String sql, String table, Reader reader)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  /** Takes one row. */
  @FunctionalInterface
  private interface Reader {
    void read(ResultSet row) throws SQLException;
  }
}
