package dev.penstock.connectors.duckdb;

import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.RowWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Reads models in tests and shows rows as {@code TAG:text} per cell; makes files for them. */
final class DuckdbReader {
  private DuckdbReader() {}

  static ExtractRequest table(String name, String... key) {
    return ExtractRequest.of(
        new Model("m", new Model.Rows.Table(name), List.of(key)), new ColumnUse.All());
  }

  static ExtractRequest query(String sql, String... key) {
    return ExtractRequest.of(
        new Model("m", new Model.Rows.Query(sql), List.of(key)), new ColumnUse.All());
  }

  static List<List<String>> read(DuckdbSettings settings, ExtractRequest request) {
    try (var source = new DuckdbSource(settings);
        Extraction extraction = source.extract(request)) {
      var writer = new RowWriter(request.limits());
      var view = new RowView(extraction.columns());
      List<List<String>> rows = new ArrayList<>();
      while (extraction.next(writer)) {
        List<String> row = new ArrayList<>();
        if (writer.oversize()) {
          row.add("OVERSIZE");
        } else {
          view.wrap(writer.array(), 0, writer.size());
          for (int i = 0; i < view.columns().size(); i++) {
            String tag = view.tag(i).name();
            row.add(tag.equals("NULL") ? tag : tag + ":" + view.text(i));
          }
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** Runs statements in a DuckDB without any restriction, as a user would to make files. */
  static void execute(Path database, String... statements) throws SQLException {
    try (Connection connection =
            new DuckDBDriver().connect("jdbc:duckdb:" + database, new Properties());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
