package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.row.Tag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of PostgreSQL's values; the documentation is made and checked here. */
class PostgresTypesTest {
  @SuppressWarnings("NullAway.Init")
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = TestPostgres.start(TestPostgres.Setup.plain());
    server.execute(
        "CREATE EXTENSION citext",
        "CREATE SCHEMA elsewhere",
        "CREATE EXTENSION hstore SCHEMA elsewhere",
        "ALTER DATABASE postgres SET search_path = public, elsewhere",
        "CREATE TYPE penstock_mood AS ENUM ('happy', 'sad')",
        "CREATE DOMAIN amount AS numeric(10, 2) CHECK (value > 0)",
        "CREATE DOMAIN amounts AS amount[]",
        "CREATE TYPE address AS (street text, number int)",
        // Same name as a built-in type, but something else.
        "CREATE TYPE elsewhere.uuid AS ENUM ('not a uuid')");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          0::numeric                              | NUMBER:0
          0.00::numeric                           | NUMBER:0
          -0.00012345::numeric                    | NUMBER:-0.00012345
          10000::numeric                          | NUMBER:10000
          1e20::numeric                           | NUMBER:100000000000000000000
          9999.00010000                           | NUMBER:9999.0001
          'NaN'::numeric                          | UNREPRESENTABLE:NaN
          'infinity'::numeric                     | UNREPRESENTABLE:Infinity
          '-infinity'::numeric                    | UNREPRESENTABLE:-Infinity
          '-0'::float8                            | FLOAT:0
          'NaN'::float4                           | UNREPRESENTABLE:NaN
          1e300::float8                           | FLOAT:1E300
          32767::int2                             | NUMBER:32767
          '-2147483648'::int4                     | NUMBER:-2147483648
          date '0001-01-01'                       | DATE:0001-01-01
          date '1969-12-31'                       | DATE:1969-12-31
          date '9999-12-31'                       | DATE:9999-12-31
          date '10000-01-01'                      | UNREPRESENTABLE:+10000-01-01
          date '0044-03-15 BC'                    | UNREPRESENTABLE:-0043-03-15
          date 'infinity'                         | UNREPRESENTABLE:infinity
          date '-infinity'                        | UNREPRESENTABLE:-infinity
          time '23:59:59.999999'                  | TIME:23:59:59.999999
          timestamp '1999-12-31 23:59:59.999999'  | LOCAL_DATE_TIME:1999-12-31T23:59:59.999999
          timestamp '-infinity'                   | UNREPRESENTABLE:-infinity
          timestamptz '2016-12-31 23:59:60Z'      | INSTANT:2017-01-01T00:00:00Z
          timestamptz '2026-03-29 02:30 Europe/Berlin' | INSTANT:2026-03-29T01:30:00Z
          timestamptz '1970-01-01 00:00-14'       | INSTANT:1970-01-01T14:00:00Z
          timestamptz 'infinity'                  | UNREPRESENTABLE:infinity
          'x'::char(3)                            | ~TEXT:x  ~
          NULL                                    | NULL
          12.50::amount                           | NUMBER:12.5
          '{1.50, 2}'::amounts                    | JSON:[1.50,2.00]
          '{{1,2},{3,4}}'::int[]                  | JSON:[[1,2],[3,4]]
          '{}'::text[]                            | JSON:[]
          NULL::text[]                            | NULL
          '1 2'::int2vector                       | JSON:[1,2]
          ROW('Main', 3)::address                 | JSON:{"street":"Main","number":3}
          ARRAY[ROW('Main', 3)::address]          | JSON:[{"street":"Main","number":3}]
          '{"a": 1.00, "a": "x y"}'::json         | JSON:{"a":1.00,"a":"x y"}
          'null'::jsonb                           | JSON:null
          ''::bytea                               | BYTES:
          'not a uuid'::elsewhere.uuid            | TEXT:not a uuid
          int4range(1, 5)                         | TEXT:[1,5)
          B'0101'                                 | TEXT:0101
          inet '10.0.0.1/8'                       | TEXT:10.0.0.1/8
          macaddr '08:00:2b:01:02:03'             | TEXT:08:00:2b:01:02:03
          pg_lsn '16/B374D848'                    | TEXT:16/B374D848
          to_tsvector('simple', 'b a')            | TEXT:'a':2 'b':1
          interval '-1 day 00:00:01.5'            | TEXT:P-1DT1.5S
          'pg_class'::regclass                    | TEXT:pg_class
          """)
  void a_value_becomes(String expression, String canonical) {
    assertThat(Reader.value(server.settings(), expression)).isEqualTo(canonical);
  }

  @Test
  void ten_thousand_numerics_of_every_size_are_exact() throws Exception {
    server.execute("CREATE TABLE numerics (text text)");
    var random = new Random(20260101L);
    try (Connection connection = server.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO numerics VALUES (?)")) {
      for (int i = 0; i < 10_000; i++) {
        var digits = new BigInteger(1 + random.nextInt(200), random);
        var number = new BigDecimal(digits, random.nextInt(120) - 40);
        insert.setString(1, (random.nextBoolean() ? number : number.negate()).toPlainString());
        insert.addBatch();
      }
      insert.executeBatch();
    }

    List<List<String>> rows =
        Reader.read(
            server.settings(), Reader.query("SELECT text, text::numeric AS n FROM numerics", "n"));

    assertThat(rows).hasSize(10_000);
    for (List<String> row : rows) {
      String text = row.get(1).substring("TEXT:".length());
      BigDecimal number = new BigDecimal(text);
      String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
      assertThat(row.getFirst()).as(text).isEqualTo("NUMBER:" + plain);
    }
  }

  @Test
  void the_longest_numerics_are_read() {
    assertThat(Reader.value(server.settings(), "10::numeric ^ 130000")).hasSize(130_008);
    assertThat(Reader.value(server.settings(), "('0.' || repeat('0', 16000) || '1')::numeric"))
        .hasSize("NUMBER:0.1".length() + 16_000);
  }

  @Test
  void every_day_of_four_centuries_is_the_servers_day() {
    List<List<String>> rows =
        Reader.read(
            server.settings(),
            Reader.query(
                "SELECT (date '1800-01-01' + i)::text AS text, date '1800-01-01' + i AS d"
                    + " FROM generate_series(0, 146096) i",
                "d"));

    assertThat(rows).hasSize(146_097);
    for (List<String> row : rows) {
      assertThat(row.getFirst().substring("DATE:".length()))
          .isEqualTo(row.get(1).substring("TEXT:".length()));
    }
  }

  @Test
  void settings_of_database_and_role_do_not_change_values() throws Exception {
    server.execute(
        "CREATE ROLE odd LOGIN",
        "ALTER ROLE odd SET TimeZone = 'Asia/Kathmandu'",
        "ALTER ROLE odd SET DateStyle = 'German'",
        "ALTER ROLE odd SET IntervalStyle = 'sql_standard'",
        "ALTER ROLE odd SET bytea_output = 'escape'",
        "ALTER ROLE odd SET extra_float_digits = -15",
        "ALTER ROLE odd SET standard_conforming_strings = off");
    PostgresSettings own = server.settings();
    PostgresSettings odd =
        PostgresSettings.of("127.0.0.1", server.port(), "postgres", "odd").withTls(own.tls());
    String all =
        "SELECT 1 AS id, timestamptz '2026-01-01 00:00Z' AS a, ARRAY[timestamptz"
            + " '2026-01-01 00:00Z'] AS b, interval '1 day' AS c, ARRAY['\\x00'::bytea] AS d,"
            + " ARRAY[0.1::float8 + 0.2] AS e, '12:00'::time with time zone AS f, 'a\\' AS g,"
            + " ARRAY[date '2026-02-01'] AS h";

    assertThat(Reader.read(odd, Reader.query(all, "id")))
        .isEqualTo(Reader.read(own, Reader.query(all, "id")));
  }

  @Test
  void text_of_a_database_without_encoding_is_checked() throws Exception {
    server.execute(
        "CREATE DATABASE raw ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    PostgresSettings raw =
        PostgresSettings.of("127.0.0.1", server.port(), "raw", "postgres")
            .withTls(Tls.of(TlsMode.DISABLE));

    assertThat(Reader.value(raw, "E'\\xff'::text")).startsWith("UNREPRESENTABLE:");
    assertThat(Reader.value(raw, "'Zoë'::text")).isEqualTo("TEXT:Zoë");
  }

  @Test
  void oversize_values_of_every_type_are_cut_at_the_server() {
    for (String large :
        List.of(
            "repeat('x', 30000000)",
            "repeat('é', 600000)",
            "repeat('x', 2000000)::bpchar",
            "repeat('x', 2000000)::bytea",
            "('\"' || repeat('x', 2000000) || '\"')::json",
            "to_jsonb(repeat('x', 2000000))",
            "ARRAY[repeat('x', 2000000)]",
            "xmlelement(name a, repeat('x', 2000000))")) {
      assertThat(
              Reader.read(
                  server.settings(), Reader.query("SELECT 1 AS id, " + large + " AS v", "id")))
          .as(large)
          .containsExactly(List.of("OVERSIZE"));
    }
  }

  @Test
  void what_is_over_the_limit_does_not_travel() throws Exception {
    for (String type : List.of("text", "varchar", "bpchar", "bytea", "json", "jsonb", "xml")) {
      String sent = TypeTable.rule(type, true, "b", "S").expression("model.c", 1000, false);
      String sql =
          "SELECT octet_length(%s) FROM (SELECT ('\"' || repeat('x', 3000000) || '\"')::%s AS c) model"
              .formatted(sent, type);
      try (Connection connection = server.connect();
          PreparedStatement select = connection.prepareStatement(sql);
          ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).as(type).isEqualTo(1001);
      }
    }
  }

  @Test
  void values_at_the_limit_are_whole() {
    assertThat(Reader.value(server.settings(), "repeat('x', 1048576)"))
        .hasSize("TEXT:".length() + 1_048_576);
    assertThat(Reader.value(server.settings(), "repeat('é', 524288)"))
        .hasSize("TEXT:".length() + 524_288);
  }

  @Test
  void the_documentation_of_types_is_current() throws Exception {
    var page = new StringBuilder();
    page.append(
        """
        # Types: from the source to JSON

        Made by `PostgresTypesTest` from the table that the source itself uses; every example was
        read from a real server. To write it again: run that test with `-Dgolden.write=true`.

        NULL is JSON's `null` in every type. A value that JSON cannot carry (NaN, infinity, year
        10000) makes its row a dead letter `UNREPRESENTABLE`, and only when a mapping uses it.

        ## PostgreSQL

        | type | canonical kind | for example | becomes | remarks |
        |---|---|---|---|---|
        """);
    for (TypeRule rule : TypeTable.all()) {
      String value = Reader.value(server.settings(), rule.example());
      assertThat(value).as(rule.names()).startsWith(rule.tag().name() + ":");
      page.append("| ").append(rule.names());
      page.append(" | ").append(rule.tag().name());
      page.append(" | `").append(rule.example());
      page.append("` | `").append(json(rule.tag(), value.substring(value.indexOf(':') + 1)));
      page.append("` | ").append(rule.note()).append(" |\n");
    }
    page.append(
        """

        A domain is read as the type beneath it. A key column of an inexact type (real, double
        precision) is refused. Values over the cell limit (1 MiB by default) are cut at the server
        and their row is counted as `ROW_OVERSIZE`.
        """);
    Path file = Path.of("..", "docs", "types.md");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(file.getParent());
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

  @Test
  void a_table_is_found_as_written_or_else_in_lower_case() throws Exception {
    server.execute(
        "CREATE SCHEMA \"Odd.Schema\"",
        "CREATE TABLE \"Odd.Schema\".\"T\"\"x\" AS SELECT 1 AS id",
        "CREATE TABLE things AS SELECT 2 AS id",
        "CREATE TABLE \"Things\" AS SELECT 3 AS id",
        "CREATE TABLE lower AS SELECT 4 AS id");

    assertThat(table("\"Odd.Schema\".T\"x")).isEqualTo("NUMBER:1");
    assertThat(table("things")).isEqualTo("NUMBER:2");
    assertThat(table("Things")).isEqualTo("NUMBER:3");
    assertThat(table("Public.Lower")).isEqualTo("NUMBER:4");
  }

  private static String table(String name) {
    return Reader.read(server.settings(), Reader.request(new Model.Rows.Table(name), "id"))
        .getFirst()
        .getFirst();
  }
}
