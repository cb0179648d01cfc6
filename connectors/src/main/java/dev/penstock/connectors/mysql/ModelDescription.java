package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.ColumnChoice;
import dev.penstock.connectors.jdbc.NearestName;
import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Model;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mariadb.jdbc.Connection;

/**
 * What a model looks like: the source of its rows, checked, and its columns in its own order.
 *
 * @param rows what stands behind {@code FROM}, under the name {@code model}
 * @param columns at least one, of different names
 */
record ModelDescription(String rows, List<ModelColumn> columns) {
  private static final int CANDIDATES_MAX = 2000; // enough to find a neighbour, bounded

  /** Asks the server; it prepares the statement and reads nothing. */
  static ModelDescription of(Connection connection, Model model) throws SQLException {
    String rows =
        switch (model.rows()) {
          // On the first line, so that the server's line numbers are the model's own. The line
          // break ends a comment that the query may end with.
          case Model.Rows.Query(String sql) ->
              "(" + MysqlStatement.of(model.name(), sql) + "\n) AS model";
          case Model.Rows.Table(String name) ->
              TableName.of(model.name(), name).sql() + " AS model";
        };
    try {
      List<ModelColumn> columns = describe(connection, rows);
      ColumnChoice.checkNames(model, columns.stream().map(ModelColumn::name).toList());
      return new ModelDescription(rows, columns);
    } catch (SQLException e) {
      throw refused(connection, model, e);
    }
  }

  private static List<ModelColumn> describe(Connection connection, String rows)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement("SELECT * FROM " + rows)) {
      ResultSetMetaData described = prepared.getMetaData();
      List<ModelColumn> columns = new ArrayList<>();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        String type = described.getColumnTypeName(i);
        TypeRule rule = TypeTable.rule(type, described.getPrecision(i));
        columns.add(
            new ModelColumn(described.getColumnLabel(i), rule, type.toLowerCase(Locale.ROOT)));
      }
      return List.copyOf(columns);
    }
  }

  private static PenstockException refused(Connection connection, Model model, SQLException e) {
    String what = "Model \"" + model.name() + "\" cannot be read";
    String quoted = ErrorTable.firstQuoted(e);
    if (e.getErrorCode() == ErrorTable.DUPLICATE_COLUMN) {
      return new PenstockException(
          ErrorCode.MODEL_QUERY,
          what
              + ", because several of its columns are named \""
              + quoted
              + "\" (letter case makes no difference to the server). Give each column its own name"
              + " with AS.");
    }
    Refusal refusal = ErrorTable.query(e);
    String nearest = "";
    String last = quoted.substring(quoted.lastIndexOf('.') + 1);
    if (e.getErrorCode() == ErrorTable.NO_SUCH_TABLE) {
      nearest = NearestName.sentence(last, names(connection, "TABLES", "TABLE_NAME"));
    } else if (e.getErrorCode() == ErrorTable.NO_SUCH_COLUMN) {
      nearest = NearestName.sentence(last, names(connection, "COLUMNS", "COLUMN_NAME"));
    }
    return new PenstockException(
        refusal.code(), what + ": " + refusal.why() + "." + nearest + " " + refusal.remedy());
  }

  /** The names that the user can see in the database of the settings. */
  private static List<String> names(Connection connection, String of, String column) {
    String sql =
        "SELECT DISTINCT "
            + column
            + " FROM information_schema."
            + of
            + " WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1 LIMIT "
            + CANDIDATES_MAX;
    List<String> names = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    } catch (SQLException e) {
      return List.of(); // the hint is a courtesy; the refusal itself stands
    }
    return names;
  }
}
