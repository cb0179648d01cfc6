package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.NearestName;
import dev.penstock.connectors.table.TableAction;
import dev.penstock.connectors.table.TableColumns;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as the server describes it. Immutable.
 *
 * @param table its name as it stands in statements
 * @param kinds how the values of each column are written
 * @param primary the columns of the primary key; may be empty
 * @param numbered the column that the server numbers itself, where there is one
 * @param constraints the columns of each unique index and check, by its name
 * @param unique the columns of each unique index that takes whole values
 * @param packetMax how many bytes one statement may have
 */
record TableShape(
    TableColumns table,
    Map<String, ColumnKind> kinds,
    List<String> primary,
    Optional<String> numbered,
    Map<String, List<String>> constraints,
    List<List<String>> unique,
    long packetMax) {
  private static final int CANDIDATES_SHOWN = 2000; // enough to find a neighbour, bounded

  /** The driver sends no longer statements unless it is told to. */
  private static final long DRIVER_PACKET_MAX = 16 << 20;

  private static final String TABLES =
      """
      SELECT t.table_name, t.table_type, e.engine, e.transactions
      FROM information_schema.tables t
        LEFT JOIN information_schema.engines e ON e.engine = t.engine
      WHERE t.table_schema = ? AND t.table_name = ?
      ORDER BY BINARY t.table_name = ? DESC
      """;

  private static final String COLUMNS =
      """
      SELECT column_name, data_type, extra, column_type
      FROM information_schema.columns
      WHERE table_schema = ? AND table_name = ?
      ORDER BY ordinal_position
      """;

  private static final String INDEXES =
      """
      SELECT index_name, column_name, sub_part IS NULL AND column_name IS NOT NULL
      FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND non_unique = 0
      ORDER BY index_name, seq_in_index
      """;

  private static final Pattern CHECK = Pattern.compile("CONSTRAINT `([^`]+)` CHECK (.*)");

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  static final TableShape NONE =
      new TableShape(
          new TableColumns("", List.of(), List.of()),
          Map.of(),
          List.of(),
          Optional.empty(),
          Map.of(),
          List.of(),
          0);

  /**
   * Looks at the table.
   *
   * @param match as in the settings
   * @throws PenstockException SCHEMA_STALE when the table or a match column is not there;
   *     DESTINATION_CONFIG when it is a view or has no transactions
   */
  static TableShape of(Connection connection, TableName wanted, List<String> match)
      throws SQLException {
    TableName table = found(connection, wanted);
    Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    List<String> numbered = new ArrayList<>();
    each(
        connection,
        COLUMNS,
        table.parts(),
        row -> {
          kinds.put(row.getString(1), ColumnKind.of(row.getString(2), row.getString(4)));
          if (String.valueOf(row.getString(3)).contains("auto_increment")) {
            numbered.add(row.getString(1));
          }
        });
    Map<String, List<String>> constraints = new LinkedHashMap<>();
    Map<String, Boolean> whole = new LinkedHashMap<>();
    each(
        connection,
        INDEXES,
        table.parts(),
        row -> {
          List<String> columns =
              constraints.computeIfAbsent(row.getString(1), _ -> new ArrayList<>());
          Optional.ofNullable(row.getString(2)).ifPresent(columns::add);
          whole.merge(row.getString(1), row.getBoolean(3), Boolean::logicalAnd);
        });
    List<List<String>> unique =
        constraints.entrySet().stream()
            .filter(index -> whole.getOrDefault(index.getKey(), false))
            .map(index -> List.copyOf(index.getValue()))
            .toList();
    List<String> primary = List.copyOf(constraints.getOrDefault("PRIMARY", List.of()));
    checks(connection, table, constraints);
    return new TableShape(
        TableColumns.of(table.sql(), List.copyOf(kinds.keySet()), primary, match),
        Map.copyOf(kinds),
        primary,
        numbered.stream().findFirst(),
        Map.copyOf(constraints),
        unique,
        packetMax(connection));
  }

  /**
   * Whether upsert can find a record: without a unique index two syncs could insert it twice.
   *
   * @throws PenstockException DESTINATION_CONFIG when it cannot
   */
  void checkMatchFor(TableAction action) {
    if (action == TableAction.UPSERT
        && !table.match().isEmpty()
        && unique.stream().noneMatch(table::isMatchedBy)) {
      throw new PenstockException(
          ErrorCode.DESTINATION_CONFIG,
          "No unique index of %s is on exactly %s, so upsert cannot find a record."
              .formatted(table.name(), String.join(", ", table.match())));
    }
  }

  /** The table as the server spells it. */
  private static TableName found(Connection connection, TableName wanted) throws SQLException {
    String database = wanted.parts().getFirst();
    String name = wanted.parts().getLast();
    try (PreparedStatement select = connection.prepareStatement(TABLES)) {
      select.setString(1, database);
      select.setString(2, name);
      select.setString(3, name);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          checkKind(wanted, row.getString(2), row.getString(3), row.getString(4));
          return new TableName(List.of(database, row.getString(1)));
        }
      }
    }
    List<String> visible = new ArrayList<>();
    each(
        connection,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY 1 LIMIT "
            + CANDIDATES_SHOWN,
        List.of(database),
        row -> visible.add(row.getString(1)));
    throw new PenstockException(
        ErrorCode.SCHEMA_STALE,
        "There is no table %s that the user can see.%s"
            .formatted(wanted.sql(), NearestName.sentence(name, visible)));
  }

  private static void checkKind(TableName table, String type, String engine, String transactions) {
    if (!type.equals("BASE TABLE")) {
      throw new PenstockException(
          ErrorCode.DESTINATION_CONFIG,
          "%s is no table that can be written to but a %s. Name the table behind it."
              .formatted(table.sql(), type.toLowerCase(Locale.ROOT)));
    }
    if (!"YES".equals(transactions)) {
      throw new PenstockException(
          ErrorCode.DESTINATION_CONFIG,
          ("Table %s uses the engine %s, which has no transactions, so a batch that fails could not"
                  + " be undone. Change it: ALTER TABLE %1$s ENGINE=InnoDB.")
              .formatted(table.sql(), engine));
    }
  }

  /** Checks are told by name only, and information_schema shows them differently by server. */
  private static void checks(
      Connection connection, TableName table, Map<String, List<String>> constraints)
      throws SQLException {
    try (Statement show = connection.createStatement();
        ResultSet row = show.executeQuery("SHOW CREATE TABLE " + table.sql())) {
      if (!row.next()) {
        return;
      }
      Matcher check = CHECK.matcher(row.getString(2));
      while (check.find()) {
        List<String> columns =
            NAME.matcher(check.group(2)).results().map(name -> name.group(1)).distinct().toList();
        constraints.put(check.group(1), columns);
      }
    }
  }

  private static long packetMax(Connection connection) throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery("SELECT @@max_allowed_packet")) {
      return row.next() ? Math.min(row.getLong(1), DRIVER_PACKET_MAX) : DRIVER_PACKET_MAX;
    }
  }

  private static void each(Connection connection, String sql, List<String> values, Reader reader)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        select.setString(i + 1, values.get(i));
      }
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
