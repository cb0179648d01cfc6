package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.RowWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows found by key: by every type that may be one, and by the index. */
class KeyLookupTest {
  @SuppressWarnings("NullAway.Init")
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = TestPostgres.start(TestPostgres.Setup.plain());
    server.execute(
        "CREATE TYPE mood AS ENUM ('so so', 'it''s fine')",
        "CREATE TABLE many (id int PRIMARY KEY, text text)",
        "INSERT INTO many SELECT i, 'row ' || i FROM generate_series(1, 50000) i",
        "CREATE TABLE pairs (country text, no numeric, text text, PRIMARY KEY (country, no))",
        "INSERT INTO pairs SELECT 'c' || i % 7, i / 100.0, 'x' FROM generate_series(1, 50000) i",
        "ANALYZE many",
        "ANALYZE pairs");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static List<RowKey> read(Model model, List<RowKey> wanted) {
    var request = ExtractRequest.of(model, new ColumnUse.All());
    try (var source = new PostgresSource(server.settings());
        Extraction rows = source.extract(wanted.isEmpty() ? request : request.only(wanted))) {
      var writer = new RowWriter(RowLimits.DEFAULT);
      List<RowKey> keys = new ArrayList<>();
      while (rows.next(writer)) {
        keys.add(new RowView(rows.columns()).wrap(writer.array(), 0, writer.size()).key());
      }
      return keys;
    }
  }

  private static Model query(String sql, String... key) {
    return new Model("sample", new Model.Rows.Query(sql), List.of(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "-7::int2",
        "42",
        "9223372036854775807",
        "12345678901234567890.1200",
        "0.0000000001::numeric",
        "'it''s \"back\\slash\" {a,b}'::text",
        "'ab'::char(4)",
        "'Zoë'::varchar(10)",
        "'it''s fine'::mood",
        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
        "date '2026-01-31'",
        "time '24:00'",
        "timestamp '2026-01-31 12:30:00.250001'",
        "timestamptz '2026-01-31 12:30:00+02'",
        "interval '1 year 3 days 04:05:06'",
        "'\\x00ff10'::bytea",
        "inet '192.0.2.1'",
        "inet '192.0.2.0/24'",
        "int4range(1, 5)",
        "'x'::\"char\"",
        "point '(1,2)'"
      })
  void a_row_is_found_by_a_key_of_any_type(String value) {
    Model model = query("SELECT " + value + " AS k UNION ALL SELECT NULL", "k");
    RowKey key = read(query("SELECT " + value + " AS k", "k"), List.of()).getFirst();

    assertThat(read(model, List.of(key))).containsExactly(key);
  }

  @Test
  void a_key_whose_type_cannot_be_compared_is_refused_and_not_taken_for_gone() {
    Model model = query("SELECT '{\"a\": 1}'::jsonb AS k", "k");

    assertThatExceptionOfType(PenstockException.class)
        .isThrownBy(() -> read(model, List.of(RowKey.of("{\"a\":1}"))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .withMessageContaining("\"k\"")
        .withMessageContaining("jsonb");
  }

  @Test
  void five_keys_read_five_rows_by_the_servers_own_count() throws SQLException {
    var many = new Model("many", new Model.Rows.Table("many"), List.of("id"));
    var pairs = new Model("pairs", new Model.Rows.Table("pairs"), List.of("country", "no"));
    List<RowKey> numbers =
        IntStream.of(5, 500, 5_000, 25_000, 50_000)
            .mapToObj(i -> RowKey.of(Integer.toString(i)))
            .toList();
    List<RowKey> both =
        IntStream.of(7, 14, 21, 28, 35)
            .mapToObj(i -> RowKey.of("c0", "0." + "%02d".formatted(i)))
            .toList();

    assertThat(read(many, numbers)).hasSize(5);
    assertThat(read(pairs, both)).hasSize(5);

    assertThat(rowsRead("many")).isEqualTo(5);
    assertThat(rowsRead("pairs")).isEqualTo(5);
  }

  /** Rows that statements read from a table since it was filled, by scans and by indexes. */
  private static long rowsRead(String table) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE"
                    + " relname = '"
                    + table
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }
}
