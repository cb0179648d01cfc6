package dev.penstock.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.table.CutProxy;
import dev.penstock.connectors.table.TableAction;
import dev.penstock.connectors.table.TableContract;
import dev.penstock.connectors.table.TableDestination;
import dev.penstock.connectors.table.TableServer;
import dev.penstock.connectors.table.TableSettings;
import dev.penstock.connectors.table.Told;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.testkit.server.TestMariadb;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes to a real MariaDB. */
final class MysqlTableTest extends TableContract {
  private static TestMariadb server;

  @BeforeAll
  static void start() throws Exception {
    server = TestMariadb.shared();
  }

  @BeforeEach
  void tables() throws SQLException {
    execute(
        "DROP TABLE IF EXISTS people, towns, plain, kinds",
        "CREATE TABLE towns (town int PRIMARY KEY)",
        "INSERT INTO towns VALUES (1)",
        """
        CREATE TABLE people (
          id bigint PRIMARY KEY, email varchar(100) UNIQUE,
          name varchar(5) NOT NULL, town int REFERENCES towns (town), age int CHECK (age > 0),
          money decimal(60,30), seen datetime(3), born date)
        """,
        """
        CREATE TRIGGER no_mallory BEFORE INSERT ON people FOR EACH ROW
        BEGIN
          IF NEW.name = 'Mal' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not him'; END IF;
        END
        """);
  }

  @Test
  void one_call_stores_the_good_records_and_says_why_each_bad_one_is_refused() throws Exception {
    Batch batch =
        Told.batch(
            Kind.ADDED,
            "{\"id\":9007199254740993,\"email\":\"a\",\"name\":\"A\",\"money\":0.12345678901234567890123}",
            "{\"id\":2,\"email\":\"a\",\"name\":\"B\",\"money\":1}",
            "{\"id\":3,\"email\":\"c\",\"name\":null,\"money\":1}",
            "{\"id\":4,\"email\":\"d\",\"name\":\"Robert\",\"money\":1}",
            "{\"id\":5,\"email\":\"e\",\"name\":\"E\",\"town\":7}",
            "{\"id\":6,\"email\":\"f\",\"name\":\"F\",\"age\":0}",
            "{\"id\":7,\"email\":\"g\",\"name\":\"G\",\"age\":\"old\"}",
            "{\"id\":8,\"email\":\"h\",\"name\":\"Mal\"}",
            "{\"id\":9,\"email\":\"i\",\"name\":\"I\",\"age\":1.5}",
            "{\"id\":10,\"email\":\"j\",\"name\":\"J\",\"town\":1}",
            "{\"id\":11,\"email\":\"k\",\"name\":\"K\",\"born\":\"yesterday\"}",
            "{\"id\":12,\"email\":\"l\",\"name\":\"L\",\"age\":3000000000}",
            "{\"id\":13,\"email\":\"m\"}");

    assertThat(told(TableAction.UPSERT, batch))
        .containsExactly(
            "accepted",
            "rejected DUPLICATE email",
            "rejected MISSING_REQUIRED name",
            "rejected FIELD_TOO_LONG name",
            "rejected LOOKUP_MISS town",
            "rejected FIELD_INVALID age",
            "rejected TYPE_MISMATCH age",
            "rejected FIELD_INVALID -",
            "rejected TYPE_MISMATCH age",
            "accepted",
            "rejected TYPE_MISMATCH born",
            "rejected TYPE_MISMATCH age",
            "rejected MISSING_REQUIRED name");
    assertThat(one("SELECT group_concat(id, ':', money ORDER BY id) FROM people"))
        .as("exact numbers")
        .isEqualTo("9007199254740993:0.123456789012345678901230000000");
    assertThat(one("SELECT count(*) FROM people")).isEqualTo("2");
  }

  @Test
  void a_record_that_somebody_inserts_in_the_same_moment_is_updated() throws Exception {
    Runnable stranger = () -> run("INSERT INTO people (id, name, age) VALUES (1, 'Z', 5)");
    try (CutProxy proxy = CutProxy.before("INSERT INTO `shop`", server.port(), stranger)) {
      TableServer table = table("people", TableAction.UPSERT, proxy.port(), AMPLE);

      List<Outcome> outcomes =
          deliver(table, TableAction.UPSERT, Told.batch(Kind.ADDED, record(1, "A")));

      assertThat(outcomes).containsExactly(Outcome.ACCEPTED);
    }
    assertThat(one("SELECT concat(name, age) FROM people")).isEqualTo("A5");
  }

  @Test
  void every_kind_of_value_arrives_as_it_is() throws Exception {
    execute(
        """
        CREATE TABLE kinds (
          id varchar(40) PRIMARY KEY, whole bigint unsigned, yes tinyint(1), bits bit(8), part double,
          text text CHARACTER SET utf8mb4, json json, bytes varbinary(9), seen timestamp(6) NULL,
          local datetime NULL, day date, latin varchar(9) CHARACTER SET latin1,
          size enum('S', 'M'), vintage enum('2024', '2025'))
        """);

    assertThat(
            told(
                "kinds",
                TableAction.UPSERT,
                Told.batch(
                    Kind.ADDED,
                    """
                    {"id":5,"whole":18446744073709551615,"yes":true,"bits":5,"part":1.5e300,
                     "text":"Zo\u00eb \\uD83D\\uDC69 'quoted' \\\\ \\u0000 \\"","json":{"a":[1.0,null]},
                     "bytes":"AP8Q","seen":"2026-01-31T12:30:00.25+02:00","local":"2026-01-31T12:30:00",
                     "day":"2026-01-31","latin":"\u00e9"}
                    """,
                    "{\"id\":6,\"bytes\":\"no base64!\"}",
                    "{\"id\":7,\"latin\":\"\\uD83D\\uDC69\"}",
                    "{\"id\":8,\"bits\":\"many\"}",
                    "{\"id\":9,\"yes\":\"true\"}",
                    "{\"id\":10,\"bits\":true,\"whole\":\"18446744073709551614\"}",
                    "[]",
                    "{\"id\":11,\"json\":\"no json\"}",
                    "{\"id\":12,\"size\":2}",
                    "{\"id\":13,\"size\":\"XL\"}",
                    "{\"id\":14,\"size\":\"M\",\"vintage\":2025,\"text\":1e3}")))
        .containsExactly(
            "accepted",
            "rejected TYPE_MISMATCH bytes",
            "rejected UNREPRESENTABLE latin",
            "rejected TYPE_MISMATCH bits",
            "rejected TYPE_MISMATCH yes",
            "accepted",
            "rejected TYPE_MISMATCH -",
            "rejected FIELD_INVALID json",
            "rejected TYPE_MISMATCH size",
            "rejected TYPE_MISMATCH size",
            "accepted");
    assertThat(one("SELECT concat_ws(' ', size, vintage, text) FROM kinds WHERE id = '14'"))
        .isEqualTo("M 2025 1000");
    assertThat(
            one(
                """
                SELECT concat_ws('|', whole, yes, bits + 0, part, json, hex(bytes), seen, local, day,
                  latin, hex(text)) FROM kinds WHERE id = '5'
                """))
        .isEqualTo(
            "18446744073709551615|1|5|1.5e300|{\"a\":[1.0,null]}|00FF10|2026-01-31 10:30:00.250000|"
                + "2026-01-31 12:30:00|2026-01-31|\u00e9|5A6FC3AB20F09F91A920"
                + "2771756F74656427205C200020"
                + "22");
    assertThat(one("SELECT concat(bits + 0, '|', whole) FROM kinds WHERE id = '10'"))
        .isEqualTo("1|18446744073709551614");
  }

  @Test
  void a_number_of_zero_is_zero_and_a_missing_one_is_given_by_the_server() throws Exception {
    execute("CREATE TABLE plain (id int AUTO_INCREMENT PRIMARY KEY, name text)");

    told(
        "plain",
        TableAction.INSERT,
        Told.batch(Kind.ADDED, "{\"id\":0,\"name\":\"A\"}", "{\"name\":\"B\"}"));

    assertThat(one("SELECT group_concat(id, name ORDER BY id) FROM plain")).isEqualTo("0A,1B");
  }

  @Test
  void a_batch_that_waits_too_long_is_undone_and_tried_later() throws Exception {
    execute("INSERT INTO people (id, name) VALUES (1, 'A'), (2, 'B'), (3, 'C')");
    try (Connection other = server.connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("UPDATE people SET name = 'Z' WHERE id > 1");
      TableServer hasty = table("people", TableAction.UPSERT, port(), Duration.ofSeconds(1));

      List<Outcome> outcomes =
          deliver(
              hasty,
              TableAction.UPSERT,
              Told.batch(
                  Kind.UPDATED,
                  "{\"id\":1,\"name\":\"X\"}",
                  "{\"id\":2,\"name\":\"X\"}",
                  "{\"id\":3,\"name\":\"X\"}"));

      assertThat(outcomes.stream().map(Told::text)).containsOnly("retryable DESTINATION_DOWN -");
      assertThat(outcomes.getFirst().toString()).contains("took longer than 1 s");
      other.rollback();
    }
    assertThat(one("SELECT group_concat(name ORDER BY id) FROM people")).isEqualTo("A,B,C");
  }

  @Test
  void a_deadlock_undoes_the_whole_batch_and_nothing_of_it_stays() throws Exception {
    execute("INSERT INTO people (id, name) VALUES (1, 'A'), (2, 'B'), (3, 'C')");
    try (Connection other = server.connect()) {
      other.setAutoCommit(false);
      // Heavy, so that the server gives up the batch and not this one.
      other.createStatement().execute("INSERT INTO towns SELECT seq FROM seq_2_to_2000");
      other.createStatement().execute("UPDATE people SET name = 'Z' WHERE id = 2");
      Thread blocked =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      awaitLockWait();
                      other.createStatement().execute("UPDATE people SET name = 'Y' WHERE id = 1");
                      other.rollback();
                    } catch (SQLException e) {
                      throw new IllegalStateException(e);
                    }
                  });

      List<String> told =
          told(
              TableAction.UPSERT,
              Told.batch(
                  Kind.UPDATED,
                  "{\"id\":3,\"name\":\"too long, and the driver tells the first error only\"}",
                  "{\"id\":1,\"name\":\"X\"}",
                  "{\"id\":2,\"name\":\"X\"}",
                  "{\"id\":4,\"name\":\"X\"}"));
      blocked.join();

      assertThat(told).hasSize(4).containsOnly("retryable RECORD_LOCKED -");
    }
    assertThat(one("SELECT group_concat(name ORDER BY id) FROM people")).isEqualTo("A,B,C");
  }

  @ParameterizedTest
  @CsvSource({
    "AFTER_COMMIT,INSERT,id,accepted,1",
    "BEFORE_COMMIT,INSERT,id,retryable DESTINATION_DOWN -,0",
    "AFTER_COMMIT,INSERT,none,accepted,1",
    "BEFORE_COMMIT,INSERT,none,retryable DESTINATION_DOWN -,0",
    "AFTER_COMMIT,INSERT,refused,unknown AMBIGUOUS -,1",
    "AFTER_COMMIT,UPSERT,id,unknown AMBIGUOUS -,1",
    "BEFORE_COMMIT,UPSERT,id,unknown AMBIGUOUS -,0",
  })
  void a_lost_answer_to_commit_is_found_out(
      CutProxy.Cut cut, TableAction action, String key, String outcome, String rows)
      throws Exception {
    execute("CREATE TABLE plain (id int AUTO_INCREMENT PRIMARY KEY, name varchar(5))");
    try (CutProxy proxy = new CutProxy(server.port(), cut)) {
      TableServer table = table("plain", action, proxy.port(), AMPLE);
      String id = key.equals("id") ? "\"id\":7," : "";

      List<Outcome> outcomes =
          deliver(
              table,
              action,
              key.equals("refused")
                  ? Told.batch(Kind.ADDED, "{\"name\":\"A\"}", "{\"name\":\"too long\"}")
                  : Told.batch(Kind.ADDED, "{" + id + "\"name\":\"A\"}"));

      assertThat(outcomes.stream().map(Told::text)).containsOnly(outcome);
      assertThat(one("SELECT count(*) FROM plain")).isEqualTo(rows);
    }
  }

  @Test
  void the_test_goes_step_by_step_to_the_index_that_upsert_needs() throws Exception {
    execute("CREATE TABLE plain (id int, name varchar(9), UNIQUE (name(3)))");
    TableServer keyless = table("plain", TableAction.UPSERT, port(), AMPLE);

    try (var destination = new TableDestination(keyless, TableAction.UPSERT)) {
      assertThat(destination.identity())
          .isEqualTo("127.0.0.1:" + server.port() + "/shop/shop.plain");
      assertThat(destination.test().stream().map(TestStep::name))
          .containsExactly("DNS", "TCP", "TLS", "login", "table", "rights", "match");
      assertThat(destination.test().getLast().result()).isEqualTo(TestStep.Result.FAILED);
      assertThat(destination.test().get(5).detail())
          .isEqualTo("The user may SELECT, INSERT, UPDATE, DELETE.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE plain (id int PRIMARY KEY) ENGINE=MyISAM | DESTINATION_CONFIG | ENGINE=InnoDB
          CREATE TABLE plain (id int, UNIQUE (id))             | DESTINATION_CONFIG | no primary key
          CREATE TABLE plains (id int PRIMARY KEY)             | SCHEMA_STALE       | "plains"
          """)
  void a_table_that_cannot_be_written_to_safely_is_refused(String ddl, String code, String words)
      throws Exception {
    execute("DROP TABLE IF EXISTS plains", ddl);

    Outcome outcome =
        deliver(
                table("plain", TableAction.UPSERT, port(), AMPLE),
                TableAction.UPSERT,
                Told.batch(Kind.ADDED, "{\"id\":1}"))
            .getFirst();
    execute("DROP TABLE IF EXISTS plains");

    assertThat(Told.text(outcome)).isEqualTo("retryable " + code + " -");
    assertThat(outcome.toString()).contains(words);
  }

  @Test
  void a_right_that_is_missing_holds_the_destination_and_shows_in_the_test() throws Exception {
    execute(
        "CREATE OR REPLACE USER clerk@'127.0.0.1'",
        "GRANT SELECT, UPDATE ON shop.people TO clerk@'127.0.0.1'");
    var clerk =
        MysqlSettings.of("127.0.0.1", server.port(), "shop", "clerk")
            .withTls(MysqlReader.settings(server).tls());
    var settings = new TableSettings<>(clerk, "people", List.of(), TableAction.UPSERT, AMPLE);

    try (var destination = new TableDestination(new MysqlTable(settings), TableAction.UPSERT)) {
      List<Outcome> outcomes =
          destination.deliver(Told.batch(Kind.ADDED, "{\"id\":1,\"name\":\"A\"}")).outcomes();

      assertThat(outcomes.stream().map(Told::text)).containsExactly("retryable AUTH_FORBIDDEN -");
      assertThat(destination.test().get(5).detail()).isEqualTo("The user may SELECT, UPDATE.");
    }
  }

  private void run(String sql) {
    try {
      execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitLockWait() throws SQLException {
    String waiting =
        "SELECT count(*) FROM information_schema.processlist WHERE info LIKE 'UPDATE%`id` = 2'";
    for (int look = 0; look < 10_000; look++) {
      if (one(waiting).equals("1")) {
        return;
      }
    }
    throw new IllegalStateException("the batch never waited");
  }

  @Override
  protected Connection connect() throws SQLException {
    return server.connect();
  }

  @Override
  protected int port() {
    return server.port();
  }

  @Override
  protected TableServer table(String name, TableAction action, int port, Duration timeout) {
    MysqlSettings reach =
        MysqlSettings.of("127.0.0.1", port, TestMariadb.DATABASE, "root")
            .withTls(MysqlReader.settings(server).tls());
    return new MysqlTable(new TableSettings<>(reach, name, List.of(), action, timeout));
  }

  @Override
  protected void endSessions() throws SQLException {
    for (String thread :
        all(
            "SELECT id FROM information_schema.processlist WHERE db = 'shop' AND id <>"
                + " connection_id()")) {
      execute("KILL CONNECTION " + thread);
    }
  }
}
