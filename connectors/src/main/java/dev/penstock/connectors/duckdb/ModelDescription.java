package dev.penstock.connectors.duckdb;

import dev.penstock.connectors.jdbc.ColumnChoice;
import dev.penstock.connectors.jdbc.NearestName;
import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.connectors.jdbc.SingleStatement;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Model;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model looks like: the source of its rows, checked, and its columns in its own order.
 *
 * @param rows what stands behind {@code FROM}, under the name {@code model}
 * @param columns at least one, of different names
 */
record ModelDescription(String rows, List<ModelColumn> columns) {
  /** Reads the beginning of the model's files, as far as their columns are described there. */
  static ModelDescription of(Session session, Model model, boolean hasDatabase)
      throws SQLException {
    String query =
        switch (model.rows()) {
          case Model.Rows.Query(String sql) ->
              FileNames.complete(session.folder(), SingleStatement.of(model.name(), sql));
          case Model.Rows.Table(String name) ->
              "SELECT * FROM " + table(session, model.name(), name, hasDatabase);
        };
    // The line break ends a comment that the query may end with.
    String rows = "(" + query + "\n) AS model";
    try {
      List<ModelColumn> columns = describe(session, "SELECT * FROM " + rows);
      // Inside brackets a repeated name gets a number; the query alone shows it.
      List<ModelColumn> own = describe(session, query);
      checkNames(model, own);
      return new ModelDescription(rows, columns);
    } catch (SQLException e) {
      throw refused(session, model, e);
    }
  }

  private static String table(Session session, String model, String name, boolean hasDatabase) {
    if (FileNames.isFile(name)) {
      return Session.literal(FileNames.inside(session.folder(), name).toString());
    }
    if (!hasDatabase || name.isBlank() || name.indexOf(0) >= 0) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The table of model \""
              + model
              + "\" cannot be \""
              + name
              + "\", because that is no file of a known kind. Name a file that ends with .parquet,"
              + " .csv or .json, write a query, or give the source a database.");
    }
    return List.of(name.split("\\.", 2)).stream()
        .map(ModelColumn::quote)
        .collect(Collectors.joining("."));
  }

  private static List<ModelColumn> describe(Session session, String sql) throws SQLException {
    try (PreparedStatement prepared = session.connection().prepareStatement(sql)) {
      ResultSetMetaData described = prepared.getMetaData();
      List<ModelColumn> columns = new ArrayList<>();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        String type = described.getColumnTypeName(i);
        columns.add(
            new ModelColumn(
                described.getColumnLabel(i), TypeTable.rule(type), type.toLowerCase(Locale.ROOT)));
      }
      return columns;
    }
  }

  private static void checkNames(Model model, List<ModelColumn> columns) {
    ColumnChoice.checkNames(model, columns.stream().map(ModelColumn::name).toList());
    Set<String> seen = new java.util.HashSet<>();
    for (ModelColumn column : columns) {
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new PenstockException(
            ErrorCode.MODEL_QUERY,
            "Model \""
                + model.name()
                + "\" cannot be read, because several of its columns are named \""
                + column.name()
                + "\" (letter case makes no difference to DuckDB). Give each column its own name"
                + " with AS.");
      }
    }
  }

  private static PenstockException refused(Session session, Model model, SQLException e) {
    Refusal refusal = ErrorTable.query(e);
    String nearest = "";
    if (ErrorTable.isMissingFile(e) && model.rows() instanceof Model.Rows.Table(String name)) {
      nearest = NearestName.sentence(name, FileNames.known(session.folder()));
    }
    return new PenstockException(
        refusal.code(),
        "Model \""
            + model.name()
            + "\" cannot be read: "
            + refusal.why()
            + "."
            + nearest
            + " "
            + refusal.remedy());
  }
}
