package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.ColumnChoice;
import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.connectors.jdbc.SingleStatement;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Model;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.jdbc.PgResultSet;

/**
 * What a model looks like: its statement, checked, and its columns in its own order.
 *
 * @param query the statement that stands in {@code FROM (...)}
 * @param columns at least one, at most {@link ColumnChoice#COLUMNS_MAX}, of different names
 */
record ModelDescription(String query, List<ModelColumn> columns) {
  private static final String BEFORE = "SELECT * FROM (\n";

  /** The line break ends a comment that the query may end with. */
  private static final String AFTER = "\n) AS model LIMIT 0";

  private record Described(String name, long type) {}

  /** Asks the server; nothing of the model is read. */
  static ModelDescription of(Connection connection, Model model) throws SQLException {
    String query =
        switch (model.rows()) {
          case Model.Rows.Query(String sql) -> SingleStatement.of(model.name(), sql);
          case Model.Rows.Table(String name) ->
              "SELECT * FROM " + TableName.of(model.name(), name).find(connection, model.name());
        };
    List<Described> described;
    try {
      described = describe(connection, query);
    } catch (SQLException e) {
      throw refused(model, query, e);
    }
    ColumnChoice.checkNames(model, described.stream().map(Described::name).toList());
    Map<Long, ModelColumn> byType = types(connection, described);
    List<ModelColumn> columns = new ArrayList<>();
    for (Described column : described) {
      ModelColumn type = byType.get(column.type());
      if (type == null) {
        throw new SQLException("type " + column.type() + " is not in the catalog", "42704");
      }
      columns.add(new ModelColumn(column.name(), type.rule(), type.sourceType()));
    }
    return new ModelDescription(query, List.copyOf(columns));
  }

  private static List<Described> describe(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false); // the model's braces are its own
      try (ResultSet nothing = statement.executeQuery(BEFORE + query + AFTER)) {
        PgResultSet typed = nothing.unwrap(PgResultSet.class);
        List<Described> described = new ArrayList<>();
        for (int i = 1; i <= nothing.getMetaData().getColumnCount(); i++) {
          long oid = Integer.toUnsignedLong(typed.getColumnOID(i));
          described.add(new Described(nothing.getMetaData().getColumnLabel(i), oid));
        }
        return described;
      }
    }
  }

  private static PenstockException refused(Model model, String query, SQLException e) {
    Refusal refusal = ErrorTable.query(e);
    String where = "";
    int position = ErrorTable.position(e) - BEFORE.length();
    if (position > 0 && position <= query.codePointCount(0, query.length())) {
      String before = query.substring(0, query.offsetByCodePoints(0, position - 1));
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
      where = " at character " + position + " (line " + line + ", column " + column + ")";
    }
    return new Refusal(refusal.code(), refusal.why() + where, refusal.remedy())
        .failing("Model \"" + model.name() + "\" cannot be read");
  }

  private static Map<Long, ModelColumn> types(Connection connection, List<Described> described)
      throws SQLException {
    String sql =
        """
        SELECT t.oid::bigint, t.typname, n.nspname = 'pg_catalog', t.typtype::text,
          t.typcategory::text, pg_catalog.format_type(t.oid, NULL)
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE t.oid = ANY (?::pg_catalog.oid[])
        """;
    String oids =
        described.stream()
            .map(column -> Long.toString(column.type()))
            .distinct()
            .collect(Collectors.joining(",", "{", "}"));
    Map<Long, ModelColumn> byType = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, oids);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          TypeRule rule =
              TypeTable.rule(
                  rows.getString(2), rows.getBoolean(3), rows.getString(4), rows.getString(5));
          byType.put(rows.getLong(1), new ModelColumn("", rule, rows.getString(6)));
        }
      }
    }
    return byType;
  }
}
