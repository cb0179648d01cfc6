package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.connectors.table.CutProxy;
import dev.penstock.connectors.table.TableAction;
import dev.penstock.connectors.table.TableDestination;
import dev.penstock.connectors.table.TableSettings;
import dev.penstock.connectors.table.Told;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.extract.TestStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes to a real PostgreSQL. */
final class PostgresTableTest {
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = TestPostgres.start(TestPostgres.Setup.plain());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void tables() throws SQLException {
    server.execute(
        "DROP TABLE IF EXISTS people, towns",
        "CREATE TABLE towns (town int PRIMARY KEY)",
        "INSERT INTO towns VALUES (1)",
        """
        CREATE TABLE people (
          id bigint PRIMARY KEY, email text UNIQUE DEFERRABLE INITIALLY DEFERRED,
          name varchar(5) NOT NULL, town int REFERENCES towns, age int CHECK (age > 0),
          money numeric)
        """,
        """
        CREATE OR REPLACE FUNCTION no_mallory() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.name = 'Mal' THEN RAISE EXCEPTION 'not him'; END IF;
          IF NEW.name = 'Eve' THEN
            RAISE EXCEPTION 'not her' USING ERRCODE = '42501', COLUMN = 'name';
          END IF;
          RETURN NEW;
        END $$
        """,
        "CREATE TRIGGER no_mallory BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION"
            + " no_mallory()");
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
            "{\"id\":9,\"email\":\"i\",\"name\":\"Eve\"}",
            "{\"id\":10,\"email\":\"j\",\"name\":\"J\",\"town\":1}");

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
            "rejected FIELD_FORBIDDEN name",
            "accepted");
    assertThat(one("SELECT string_agg(id || ':' || money, ',' ORDER BY id) FROM people"))
        .as("exact numbers")
        .isEqualTo("9007199254740993:0.12345678901234567890123");
    assertThat(one("SELECT count(*) FROM people")).isEqualTo("2");
  }

  @Test
  void an_update_keeps_what_it_does_not_name_and_must_find_its_record() throws Exception {
    server.execute("INSERT INTO people (id, name, age) VALUES (1, 'A', 5)");

    assertThat(told(TableAction.UPSERT, Told.batch(Kind.UPDATED, "{\"id\":1,\"name\":\"B\"}")))
        .containsExactly("accepted");
    assertThat(
            told(
                TableAction.UPDATE,
                Told.batch(Kind.UPDATED, "{\"id\":2,\"name\":\"X\"}", "{\"id\":1,\"name\":\"C\"}")))
        .containsExactly("rejected LOOKUP_MISS id", "accepted");
    assertThat(one("SELECT name || age FROM people")).isEqualTo("C5");
  }

  @Test
  void a_deleted_row_deletes_its_record_and_one_that_is_gone_is_fine() throws Exception {
    server.execute("INSERT INTO people (id, name) VALUES (1, 'A'), (2, 'B')");

    assertThat(
            told(
                TableAction.UPSERT,
                Told.batch(
                    Kind.DELETED,
                    "{\"id\":1,\"name\":null}",
                    "{\"id\":5,\"name\":null}",
                    "{\"id\":null,\"name\":null}")))
        .containsExactly("accepted", "accepted", "rejected MISSING_REQUIRED id");
    assertThat(one("SELECT string_agg(name, '') FROM people")).isEqualTo("B");
  }

  @Test
  void two_rows_with_one_match_value_are_not_written_over_each_other() {
    assertThat(
            told(
                TableAction.UPSERT,
                Told.batch(Kind.ADDED, "{\"id\":1,\"name\":\"A\"}", "{\"id\":1,\"name\":\"B\"}")))
        .containsExactly("accepted", "rejected DESTINATION_KEY_COLLISION id");
  }

  @Test
  void one_locked_record_does_not_hold_up_its_neighbours() throws Exception {
    server.execute("INSERT INTO people (id, name) VALUES (1, 'A'), (2, 'B'), (3, 'C')");
    try (var other = server.connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("UPDATE people SET name = 'Z' WHERE id = 2");

      assertThat(
              told(
                  TableAction.UPSERT,
                  Told.batch(
                      Kind.UPDATED,
                      "{\"id\":1,\"name\":\"D\"}",
                      "{\"id\":2,\"name\":\"E\"}",
                      "{\"id\":3,\"name\":\"F\"}")))
          .containsExactly("accepted", "retryable RECORD_LOCKED -", "accepted");
      other.rollback();
    }
    assertThat(one("SELECT string_agg(name, '' ORDER BY id) FROM people")).isEqualTo("DBF");
  }

  @Test
  void two_syncs_on_one_table_that_meet_lose_and_double_nothing() throws Exception {
    int records = 500;
    List<String> ascending = IntStream.range(0, records).mapToObj(id -> record(id, "up")).toList();
    List<String> descending =
        IntStream.range(0, records).mapToObj(id -> record(records - 1 - id, "down")).toList();
    TableSettings<PostgresSettings> settings = settings(TableAction.UPSERT, server.port());
    try (var first = destination(settings);
        var second = destination(settings)) {
      Thread meanwhile = Thread.ofVirtual().start(() -> untilAccepted(second, descending));

      untilAccepted(first, ascending);
      meanwhile.join();
    }
    assertThat(one("SELECT count(*) || ' ' || count(DISTINCT id) FROM people"))
        .isEqualTo(records + " " + records);
  }

  private static String record(int id, String name) {
    return "{\"id\":%d,\"name\":\"%s\"}".formatted(id, name);
  }

  /** As the engine does it: what is locked is tried again. */
  private static void untilAccepted(TableDestination destination, List<String> records) {
    List<String> left = records;
    for (int attempt = 0; !left.isEmpty(); attempt++) {
      List<Outcome> outcomes =
          destination.deliver(Told.batch(Kind.ADDED, left.toArray(String[]::new))).outcomes();
      List<String> again = new ArrayList<>();
      for (int i = 0; i < outcomes.size(); i++) {
        if (!outcomes.get(i).equals(Outcome.ACCEPTED)) {
          assertThat(Told.text(outcomes.get(i))).isEqualTo("retryable RECORD_LOCKED -");
          again.add(left.get(i));
        }
      }
      assertThat(attempt).isLessThan(20);
      left = again;
    }
  }

  @Test
  void a_kept_session_that_was_ended_is_not_noticed_outside() throws Exception {
    try (var destination = destination(settings(TableAction.UPSERT, server.port()))) {
      destination.deliver(Told.batch(Kind.ADDED, record(1, "A")));
      one(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <>"
              + " pg_backend_pid() AND backend_type = 'client backend'");

      List<Outcome> outcomes =
          destination.deliver(Told.batch(Kind.ADDED, record(2, "B"))).outcomes();

      assertThat(outcomes).containsExactly(Outcome.ACCEPTED);
    }
  }

  @Test
  void a_trigger_that_is_broken_holds_the_destination_and_costs_no_record() throws Exception {
    server.execute(
        """
        CREATE OR REPLACE FUNCTION no_mallory() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM gone_function(NEW.id); RETURN NEW; END $$
        """);

    assertThat(told(TableAction.UPSERT, Told.batch(Kind.ADDED, record(1, "A"), record(2, "B"))))
        .containsOnly("retryable DESTINATION_CONFIG -");
  }

  @Test
  void a_server_without_the_tls_that_is_demanded_is_told() {
    PostgresSettings reach =
        PostgresSettings.of("127.0.0.1", server.port(), "postgres", "postgres")
            .withTls(Tls.of(TlsMode.REQUIRE));
    var settings =
        new TableSettings<>(
            reach, "people", List.<String>of(), TableAction.UPSERT, Duration.ofSeconds(30));

    assertThat(deliver(settings, Told.batch(Kind.ADDED, record(1, "A"))).stream().map(Told::text))
        .containsExactly("retryable TLS -");
  }

  @Test
  void an_unknown_column_holds_the_destination_and_offers_the_nearest() {
    Outcome outcome =
        deliver(
                settings(TableAction.UPSERT, server.port()),
                Told.batch(Kind.ADDED, "{\"nam\":\"A\"}"))
            .getFirst();

    assertThat(Told.text(outcome)).isEqualTo("retryable SCHEMA_STALE -");
    assertThat(outcome.toString()).contains("Did you mean \"name\"?");
  }

  @ParameterizedTest
  @CsvSource({"AFTER_COMMIT,accepted,1", "BEFORE_COMMIT,retryable DESTINATION_DOWN -,0"})
  void a_lost_answer_to_commit_is_found_out(CutProxy.Cut cut, String outcome, String rows)
      throws Exception {
    try (CutProxy proxy = new CutProxy(server.port(), cut)) {
      TableSettings<PostgresSettings> settings = settings(TableAction.INSERT, proxy.port());

      List<Outcome> outcomes =
          deliver(settings, Told.batch(Kind.ADDED, "{\"id\":1,\"name\":\"A\"}"));

      assertThat(outcomes.stream().map(Told::text)).containsExactly(outcome);
      assertThat(one("SELECT count(*) FROM people")).isEqualTo(rows);
    }
  }

  @Test
  void the_test_goes_step_by_step_to_the_index_that_upsert_needs() throws Exception {
    server.execute("DROP TABLE people", "CREATE TABLE people (id int, name text)");
    TableSettings<PostgresSettings> keyless = settings(TableAction.UPSERT, server.port());

    try (var destination = destination(keyless)) {
      assertThat(destination.identity())
          .isEqualTo("127.0.0.1:" + server.port() + "/postgres/public.people");
      assertThat(destination.test().stream().map(TestStep::name))
          .containsExactly("DNS", "TCP", "TLS", "login", "table", "rights", "match");
      assertThat(destination.test().getLast().result()).isEqualTo(TestStep.Result.FAILED);
    }
  }

  private static List<String> told(TableAction action, Batch batch) {
    return deliver(settings(action, server.port()), batch).stream().map(Told::text).toList();
  }

  private static List<Outcome> deliver(TableSettings<PostgresSettings> settings, Batch batch) {
    try (var destination = destination(settings)) {
      return destination.deliver(batch).outcomes();
    }
  }

  private static TableDestination destination(TableSettings<PostgresSettings> settings) {
    return new TableDestination(new PostgresTable(settings), settings.action());
  }

  private static TableSettings<PostgresSettings> settings(TableAction action, int port) {
    PostgresSettings reach =
        PostgresSettings.of("127.0.0.1", port, "postgres", "postgres")
            .withTls(server.settings().tls());
    return new TableSettings<>(reach, "people", List.of(), action, Duration.ofSeconds(30));
  }

  private static String one(String sql) throws SQLException {
    try (var connection = server.connect();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
