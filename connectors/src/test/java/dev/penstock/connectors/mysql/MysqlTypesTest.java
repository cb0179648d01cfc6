package dev.penstock.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.Tag;
import dev.penstock.testkit.server.TestMariadb;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of MySQL's values; the documentation is made and checked here. */
class MysqlTypesTest {
  @SuppressWarnings("NullAway.Init")
  private static TestMariadb server;

  @BeforeAll
  static void start() throws Exception {
    server = TestMariadb.shared();
  }

  /** Stored in a column of the type and read from there. */
  private static String stored(String type, String value) throws Exception {
    server.execute(
        "CREATE OR REPLACE TABLE stored (id int, v " + type + " NULL)",
        "SET STATEMENT sql_mode = '' FOR INSERT INTO stored VALUES (1, " + value + ")");
    return MysqlReader.read(
            MysqlReader.settings(server), MysqlReader.request(new Model.Rows.Table("stored"), "id"))
        .getFirst()
        .get(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          bigint unsigned        | 18446744073709551615      | NUMBER:18446744073709551615
          bigint                 | -9223372036854775808      | NUMBER:-9223372036854775808
          int zerofill           | 42                        | NUMBER:42
          tinyint(1)             | 0                         | BOOLEAN:false
          tinyint(1)             | 2                         | UNREPRESENTABLE:2 in a column of truth values
          tinyint(1) unsigned    | 1                         | NUMBER:1
          tinyint                | -128                      | NUMBER:-128
          mediumint unsigned     | 16777215                  | NUMBER:16777215
          decimal(65,30)         | -0.000000000000000000000000000001 | NUMBER:-0.000000000000000000000000000001
          decimal(65,0)          | 99999999999999999999999999999999999999999999999999999999999999999 | NUMBER:99999999999999999999999999999999999999999999999999999999999999999
          decimal(10,2)          | 1.00                      | NUMBER:1
          float                  | 16777217.0                | FLOAT:1.6777216E7
          float                  | 0.1                       | FLOAT:0.1
          double                 | 0.1e0 + 0.2e0             | FLOAT:0.30000000000000004
          double                 | 1e300                     | FLOAT:1E300
          double                 | -0e0                      | FLOAT:0
          bit(1)                 | b'0'                      | BOOLEAN:false
          bit(64)                | b'1111111111111111111111111111111111111111111111111111111111111111' | NUMBER:18446744073709551615
          year                   | 0                         | NUMBER:0
          year                   | 1901                      | NUMBER:1901
          date                   | '0000-00-00'              | UNREPRESENTABLE:0000-00-00
          date                   | '2026-00-31'              | UNREPRESENTABLE:2026-00-31
          date                   | '9999-12-31'              | DATE:9999-12-31
          date                   | '1000-01-01'              | DATE:1000-01-01
          time                   | '838:59:59'               | TEXT:838:59:59
          time(6)                | '-01:00:00.5'             | TEXT:-01:00:00.500000
          datetime               | '0000-00-00 00:00:00'     | UNREPRESENTABLE:0000-00-00 00:00:00
          datetime(6)            | '1999-12-31 23:59:59.999999' | LOCAL_DATE_TIME:1999-12-31T23:59:59.999999
          datetime(3)            | '1000-01-01 00:00:00.120' | LOCAL_DATE_TIME:1000-01-01T00:00:00.120
          timestamp              | FROM_UNIXTIME(0.0 + 1)    | INSTANT:1970-01-01T00:00:01Z
          timestamp              | '0000-00-00 00:00:00'     | UNREPRESENTABLE:0000-00-00 00:00:00
          char(4)                | 'ab '                     | TEXT:ab
          varchar(10) character set latin1 | 'Zoë'           | TEXT:Zoë
          varchar(10) character set utf16  | '😀'            | TEXT:😀
          text                   | ''                        | TEXT:
          enum('happy','sad')    | 'sad'                     | TEXT:sad
          set('a','b')           | ''                        | TEXT:
          binary(4)              | x'00ff'                   | BYTES:AP8AAA==
          longblob               | ''                        | BYTES:
          json                   | '{"a" : 1.00, "a": "x y"}' | JSON:{"a":1.00,"a":"x y"}
          json                   | 'null'                    | JSON:null
          json                   | NULL                      | NULL
          inet6                  | '2001:db8::1'             | TEXT:2001:db8::1
          polygon                | ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))') | TEXT:POLYGON((0 0,1 0,1 1,0 0))
          """)
  void a_stored_value_becomes(String type, String value, String canonical) throws Exception {
    assertThat(stored(type, value)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          NULL                                   | NULL
          JSON_OBJECT('a', 1)                    | TEXT:{"a": 1}
          1 = 1                                  | NUMBER:1
          CAST(1 AS decimal(30,10)) / 3          | NUMBER:0.33333333333333
          now() > 0                              | NUMBER:1
          CONCAT('a', NULL)                      | NULL
          timestamp('2026-01-31 10:00:00')       | LOCAL_DATE_TIME:2026-01-31T10:00:00
          'a\\nb'                                | TEXT:a
          """)
  void an_expression_becomes(String expression, String canonical) {
    assertThat(MysqlReader.value(MysqlReader.settings(server), expression)).startsWith(canonical);
  }

  @Test
  void ten_thousand_decimals_of_every_size_are_exact() throws Exception {
    server.execute("CREATE OR REPLACE TABLE decimals (text varchar(80), n decimal(65,30))");
    var random = new Random(20260101L);
    try (Connection connection = server.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO decimals VALUES (?, ?)")) {
      for (int i = 0; i < 10_000; i++) {
        var digits = new BigInteger(1 + random.nextInt(110), random);
        var number = new BigDecimal(digits, random.nextInt(31));
        String text = (random.nextBoolean() ? number : number.negate()).toPlainString();
        insert.setString(1, text);
        insert.setString(2, text);
        insert.addBatch();
      }
      insert.executeBatch();
    }

    List<List<String>> rows =
        MysqlReader.read(
            MysqlReader.settings(server),
            MysqlReader.request(new Model.Rows.Table("decimals"), "n"));

    assertThat(rows).hasSize(10_000);
    for (List<String> row : rows) {
      String text = row.get(1).substring("TEXT:".length());
      BigDecimal number = new BigDecimal(text);
      String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
      assertThat(row.getFirst()).as(text).isEqualTo("NUMBER:" + plain);
    }
  }

  @Test
  void settings_of_the_server_do_not_change_values() throws Exception {
    String all =
        "SELECT 1 AS id, CAST(at AS char) AS a, at AS b, 'a\\\\' AS c, \"text\" AS d, 1/3 AS e,"
            + " GROUP_CONCAT(REPEAT('x', 2000000) SEPARATOR ',') AS f, DATE_FORMAT(at, '%M') AS g"
            + " FROM moments";
    server.execute(
        "CREATE OR REPLACE TABLE moments (at timestamp)",
        "INSERT INTO moments VALUES ('2026-03-29 01:30:00')");
    ExtractRequest request = MysqlReader.query(all, "id");
    List<List<String>> before = MysqlReader.read(MysqlReader.settings(server), request);
    server.execute(
        "SET GLOBAL time_zone = '+05:45'",
        "SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'",
        "SET GLOBAL group_concat_max_len = 10",
        "SET GLOBAL sql_select_limit = 1",
        "SET GLOBAL div_precision_increment = 9",
        "SET GLOBAL lc_time_names = 'de_DE'");
    try {
      assertThat(MysqlReader.read(MysqlReader.settings(server), request)).isEqualTo(before);
      assertThat(
              MysqlReader.read(
                  MysqlReader.settings(server),
                  MysqlReader.query("SELECT seq FROM seq_1_to_9", "seq")))
          .hasSize(9);
    } finally {
      server.execute(
          "SET GLOBAL time_zone = DEFAULT",
          "SET GLOBAL sql_mode = DEFAULT",
          "SET GLOBAL group_concat_max_len = DEFAULT",
          "SET GLOBAL sql_select_limit = DEFAULT",
          "SET GLOBAL div_precision_increment = DEFAULT",
          "SET GLOBAL lc_time_names = DEFAULT");
    }
  }

  @Test
  void oversize_values_of_every_type_are_cut_at_the_server() throws Exception {
    for (String type : List.of("longtext", "longblob", "json")) {
      String value = "CONCAT('\"', REPEAT('x', 3000000), '\"')";
      assertThat(storedRow(type, value)).as(type).containsExactly("OVERSIZE");
      TypeRule rule = TypeTable.rule(type, 0);
      String sent = "SELECT LENGTH(" + rule.expression("model.v", 1000) + ") FROM stored AS model";
      try (Connection connection = server.connect();
          var row = connection.createStatement().executeQuery(sent)) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).as(type).isEqualTo(1001);
      }
    }
  }

  private static List<String> storedRow(String type, String value) throws Exception {
    server.execute(
        "CREATE OR REPLACE TABLE stored (id int, v " + type + ")",
        "INSERT INTO stored VALUES (1, " + value + ")");
    return MysqlReader.read(
            MysqlReader.settings(server),
            new ExtractRequest(
                new Model("m", new Model.Rows.Table("stored"), List.of("id")),
                new ColumnUse.All(),
                new ColumnUse.Only(Set.of()),
                RowLimits.DEFAULT))
        .getFirst();
  }

  @Test
  void keys_that_a_collation_calls_equal_are_two() throws Exception {
    server.execute(
        "CREATE OR REPLACE TABLE keyed (id varchar(10) COLLATE utf8mb4_general_ci)",
        "INSERT INTO keyed VALUES ('a'), ('A'), ('ä')");

    assertThat(
            MysqlReader.read(
                MysqlReader.settings(server),
                MysqlReader.request(new Model.Rows.Table("keyed"), "id")))
        .containsExactlyInAnyOrder(List.of("TEXT:a"), List.of("TEXT:A"), List.of("TEXT:ä"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          bigint unsigned       | 18446744073709551615
          decimal(30,10)        | -12.5
          bit(64)               | b'101'
          tinyint(1)            | 1
          bit(1)                | b'0'
          year                  | 2026
          date                  | '2026-01-31'
          datetime(6)           | '2026-01-31 12:30:00.25'
          timestamp(3)          | '2026-01-31 12:30:00.125'
          time                  | '-838:59:59'
          varchar(9) character set latin1 | 'Zoë'
          varchar(9)            | 'it\\\\'' -- '
          varbinary(9)          | x'00ff'
          enum('a','b')         | 'b'
          uuid                  | 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
          """)
  void a_key_of_every_type_is_found_again(String type, String value) throws Exception {
    server.execute(
        "CREATE OR REPLACE TABLE stored (id " + type + ")",
        "INSERT INTO stored VALUES (" + value + ")");
    ExtractRequest all = MysqlReader.request(new Model.Rows.Table("stored"), "id");
    String cell = MysqlReader.read(MysqlReader.settings(server), all).getFirst().getFirst();
    RowKey key = RowKey.of(cell.substring(cell.indexOf(':') + 1));

    assertThat(MysqlReader.read(MysqlReader.settings(server), all.only(List.of(key)))).hasSize(1);
  }

  @Test
  void a_key_is_looked_up_by_its_index() throws Exception {
    server.execute(
        "CREATE OR REPLACE TABLE indexed (id int PRIMARY KEY, t varchar(9))",
        "INSERT INTO indexed SELECT seq, 'x' FROM seq_1_to_10000",
        "FLUSH STATUS");
    var five =
        MysqlReader.query("SELECT id, t FROM indexed WHERE t = 'x'", "id")
            .only(List.of(RowKey.of("7"), RowKey.of("9000"), RowKey.of("10001")));
    long before = rowsRead();

    assertThat(MysqlReader.read(MysqlReader.settings(server), five)).hasSize(2);

    assertThat(rowsRead() - before).isLessThan(100);
  }

  private static long rowsRead() throws Exception {
    try (Connection connection = server.connect();
        var row =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT variable_value FROM information_schema.global_status WHERE"
                        + " variable_name = 'INNODB_ROWS_READ' OR variable_name ="
                        + " 'ROWS_READ' ORDER BY variable_name DESC LIMIT 1")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  @Test
  void the_documentation_of_types_is_current() throws Exception {
    var page = new StringBuilder();
    page.append(
        """
        # Types: from MySQL and MariaDB to JSON

        Made by `MysqlTypesTest` from the table that the source itself uses; every example was stored in
        a column of a real server (MariaDB) and read from there. To write it again: run that test with
        `-Dgolden.write=true`. What holds for every source is told in [types](types.md).

        | type | canonical kind | for example | becomes | remarks |
        |---|---|---|---|---|
        """);
    for (TypeRule rule : TypeTable.all()) {
      String example = "";
      String becomes = "";
      if (!rule.column().isEmpty()) {
        String value = stored(rule.column(), rule.example());
        assertThat(value).as(rule.names()).startsWith(rule.tag().name() + ":");
        example = "`" + rule.example() + "` in `" + rule.column() + "`";
        becomes = "`" + json(rule.tag(), value.substring(value.indexOf(':') + 1)) + "`";
      }
      page.append("| ").append(rule.names());
      page.append(" | ").append(rule.tag().name());
      page.append(" | ").append(example);
      page.append(" | ").append(becomes);
      page.append(" | ").append(rule.note()).append(" |\n");
    }
    page.append(
        """

        A comparison such as `paid = 1` is a number in MySQL, 0 or 1. A key column of an inexact type (float,
        double) is refused. Values over the cell limit (1 MiB by default) are cut at the server and their row
        is counted as `ROW_OVERSIZE`.
        """);
    Path file = Path.of("..", "docs", "types-mysql.md");
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
