package dev.penstock.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.Tag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of DuckDB's values; the documentation is made and checked here. */
class DuckdbTypesTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static String value(String expression) {
    return DuckdbReader.read(
            DuckdbSettings.of(folder),
            DuckdbReader.query("SELECT 1 AS id, " + expression + " AS v", "id"))
        .getFirst()
        .get(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          18446744073709551615::ubigint           | NUMBER:18446744073709551615
          '-170141183460469231731687303715884105728'::hugeint | NUMBER:-170141183460469231731687303715884105728
          340282366920938463463374607431768211455::uhugeint | NUMBER:340282366920938463463374607431768211455
          4294967295::uinteger                    | NUMBER:4294967295
          (-128)::tinyint                         | NUMBER:-128
          0.00::decimal(4,2)                      | NUMBER:0
          '99999999999999999999999999999999999999'::decimal(38,0) | NUMBER:99999999999999999999999999999999999999
          '-0.00000000000000000000000000000000000001'::decimal(38,38) | NUMBER:-0.00000000000000000000000000000000000001
          'NaN'::float                            | UNREPRESENTABLE:NaN
          '-0'::double                            | FLOAT:0
          0.1::double + 0.2::double               | FLOAT:0.30000000000000004
          date '9999-12-31'                       | DATE:9999-12-31
          date '10000-01-01'                      | UNREPRESENTABLE:10000-01-01
          date '0044-03-15 (BC)'                  | UNREPRESENTABLE:0044-03-15 (BC)
          'infinity'::date                        | UNREPRESENTABLE:infinity
          time '24:00:00'                         | TEXT:24:00:00
          '12:30:00+02'::timetz                   | TEXT:12:30:00+02
          '2026-01-31 12:30:00'::timestamp_s      | LOCAL_DATE_TIME:2026-01-31T12:30:00
          '2026-01-31 12:30:00.123'::timestamp_ms | LOCAL_DATE_TIME:2026-01-31T12:30:00.123
          '2026-01-31 12:30:00.123456789'::timestamp_ns | LOCAL_DATE_TIME:2026-01-31T12:30:00.123456789
          'infinity'::timestamp                   | UNREPRESENTABLE:infinity
          timestamptz '2026-03-29 02:30 Europe/Berlin' | INSTANT:2026-03-29T01:30:00Z
          'infinity'::timestamptz                 | UNREPRESENTABLE:infinity
          interval '1 year 2 days'                | TEXT:1 year 2 days
          ''::blob                                | BYTES:
          '{"a": 1.00, "a": "x y"}'::json         | JSON:{"a":1.00,"a":"x y"}
          [1, NULL, 3]                            | JSON:[1,null,3]
          [1, 2]::int[2]                          | JSON:[1,2]
          {'d': 1.10::decimal(38,2), 's': 'x'}    | JSON:{"d":1.10,"s":"x"}
          {'d': '12345678901234567890.1200'::decimal(38,4)} | JSON:{"d":12345678901234567890.1200}
          MAP {'a': 1}                            | JSON:{"a":1}
          NULL::int[]                             | NULL
          NULL                                    | NULL
          'b'::ENUM('a', 'b')                     | TEXT:b
          """)
  void a_value_becomes(String expression, String canonical) {
    assertThat(value(expression)).isEqualTo(canonical);
  }

  @Test
  void types_of_a_csv_file_are_found_out_or_pinned() throws Exception {
    Files.writeString(folder.resolve("zips.csv"), "id,zip,at\n1,01234,2026-01-31\n2,,\n");
    DuckdbSettings settings = DuckdbSettings.of(folder);

    assertThat(DuckdbReader.read(settings, DuckdbReader.table("zips.csv", "id")))
        .containsExactlyInAnyOrder(
            List.of("NUMBER:1", "TEXT:01234", "DATE:2026-01-31"),
            List.of("NUMBER:2", "NULL", "NULL"));
    assertThat(
            DuckdbReader.read(
                settings,
                DuckdbReader.query(
                    "SELECT * FROM read_csv('zips.csv', types = {'id': 'VARCHAR'})", "id")))
        .contains(List.of("TEXT:1", "TEXT:01234", "DATE:2026-01-31"));
  }

  @Test
  void files_are_named_one_by_one_by_wildcards_and_in_lists() throws Exception {
    Files.createDirectories(folder.resolve("parts"));
    DuckdbReader.execute(
        Path.of(""),
        "COPY (SELECT 1 AS id) TO '" + folder + "/parts/a.parquet'",
        "COPY (SELECT 2 AS id) TO '" + folder + "/parts/b''s.parquet'");
    DuckdbSettings settings = DuckdbSettings.of(folder);

    assertThat(DuckdbReader.read(settings, DuckdbReader.table("parts/*.parquet", "id"))).hasSize(2);
    for (String sql :
        List.of(
            "SELECT * FROM 'parts/*.parquet' -- FROM 'x'",
            "SELECT p.id FROM 'parts/*.parquet' p JOIN 'parts/*.parquet' q ON p.id = q.id",
            "FROM read_parquet(['parts/a.parquet', 'parts/b''s.parquet'])",
            "SELECT id FROM read_parquet('" + folder + "/parts/*.parquet')")) {
      assertThat(DuckdbReader.read(settings, DuckdbReader.query(sql, "id"))).as(sql).hasSize(2);
    }
  }

  @Test
  void tables_of_a_database_are_read_and_it_stays_as_it_is() throws Exception {
    Path file = folder.resolve("shop.duckdb");
    DuckdbReader.execute(
        file,
        "CREATE TABLE people AS SELECT 1 AS id",
        "CREATE SCHEMA s",
        "CREATE VIEW s.v AS SELECT 2 AS id");
    byte[] before = Files.readAllBytes(file);
    DuckdbSettings settings = DuckdbSettings.of(folder).withDatabase("shop.duckdb");

    assertThat(DuckdbReader.read(settings, DuckdbReader.table("people", "id")))
        .containsExactly(List.of("NUMBER:1"));
    assertThat(DuckdbReader.read(settings, DuckdbReader.table("s.v", "id")))
        .containsExactly(List.of("NUMBER:2"));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          18446744073709551615::ubigint
          12.50::decimal(10,2)
          true
          'it''s -- '
          date '2026-01-31'
          timestamp '2026-01-31 12:30:00.25'
          timestamptz '2026-01-31 12:30:00+02'
          'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid
          '\\x00\\xFF'::blob
          'b'::ENUM('a', 'b')
          """)
  void a_key_of_every_type_is_found_again(String expression) {
    var all = DuckdbReader.query("SELECT " + expression + " AS id", "id");
    DuckdbSettings settings = DuckdbSettings.of(folder);
    String cell = DuckdbReader.read(settings, all).getFirst().getFirst();
    RowKey key = RowKey.of(cell.substring(cell.indexOf(':') + 1));

    assertThat(DuckdbReader.read(settings, all.only(List.of(key)))).hasSize(1);
  }

  @Test
  void the_documentation_of_types_is_current() throws Exception {
    var page = new StringBuilder();
    page.append(
        """
        # Types: from DuckDB, Parquet and CSV to JSON

        Made by `DuckdbTypesTest` from the table that the source itself uses; every example was read. To write
        it again: run that test with `-Dgolden.write=true`. What holds for every source is told in
        [types](types.md).

        | type | canonical kind | for example | becomes | remarks |
        |---|---|---|---|---|
        """);
    for (TypeRule rule : TypeTable.all()) {
      String value = value(rule.example());
      assertThat(value).as(rule.names()).startsWith(rule.tag().name() + ":");
      page.append("| ").append(rule.names());
      page.append(" | ").append(rule.tag().name());
      page.append(" | `").append(rule.example());
      page.append("` | `").append(json(rule.tag(), value.substring(value.indexOf(':') + 1)));
      page.append("` | ").append(rule.note()).append(" |\n");
    }
    page.append(
        """

        A key column of an inexact type (float, double) is refused. Values over the cell limit (1 MiB by
        default) are cut and their row is counted as `ROW_OVERSIZE`.
        """);
    Path file = Path.of("..", "docs", "types-duckdb.md");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, page);
    }

    assertThat(file).content().isEqualTo(page.toString());
  }

  private static String json(Tag tag, String text) {
    return switch (tag) {
      case NULL, BOOLEAN, NUMBER, FLOAT, JSON -> text;
      case TEXT, INSTANT, LOCAL_DATE_TIME, DATE, TIME, BYTES, UNREPRESENTABLE -> '"' + text + '"';
    };
  }
}
