package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.testkit.server.TestMariadb;
import java.util.ArrayList;
import java.util.List;

/** Reads models in tests and shows rows as {@code TAG:text} per cell. */
final class MysqlReader {
  private MysqlReader() {}

  /** Its first user, without TLS. */
  static MysqlSettings settings(TestMariadb server) {
    return MysqlSettings.of("127.0.0.1", server.port(), TestMariadb.DATABASE, "root")
        .withTls(Tls.of(TlsMode.DISABLE));
  }

  static ExtractRequest request(Model.Rows rows, String... key) {
    return ExtractRequest.of(new Model("m", rows, List.of(key)), new ColumnUse.All());
  }

  static ExtractRequest query(String sql, String... key) {
    return request(new Model.Rows.Query(sql), key);
  }

  static List<List<String>> read(MysqlSettings settings, ExtractRequest request) {
    try (var source = new MysqlSource(settings);
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

  /** The one value of a one-row, one-column query beside its key. */
  static String value(MysqlSettings settings, String expression) {
    return read(settings, query("SELECT 1 AS id, " + expression + " AS v", "id")).getFirst().get(1);
  }
}
