package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes to a real PostgreSQL. */
final class PostgresTableTest extends TableContract {
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
    execute(
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
  void bytes_arrive_as_bytes() throws Exception {
    execute(
        "DROP TABLE IF EXISTS files",
        "CREATE TABLE files (id int PRIMARY KEY, b bytea, n numeric)");

    assertThat(
            told(
                "files",
                TableAction.UPSERT,
                Told.batch(
                    Kind.ADDED,
                    "{\"id\":1,\"b\":\"AP8Q\",\"n\":12345678901234567890.10}",
                    "{\"id\":2,\"b\":\"no base64!\",\"n\":1}",
                    "{\"id\":3,\"b\":\"\\\\x00ff\",\"n\":1}",
                    "{\"id\":4,\"b\":null,\"n\":null}")))
        .containsExactly("accepted", "rejected TYPE_MISMATCH b", "accepted", "accepted");
    assertThat(all("SELECT concat(id, ' ', b, ' ', n) FROM files ORDER BY id"))
        .containsExactly("1 \\x00ff10 12345678901234567890.10", "3 \\x00ff 1", "4  ");
  }

  @Test
  void a_trigger_that_is_broken_holds_the_destination_and_costs_no_record() throws Exception {
    execute(
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
        new TableSettings<>(reach, "people", List.<String>of(), TableAction.UPSERT, AMPLE);

    try (var destination = new TableDestination(new PostgresTable(settings), TableAction.UPSERT)) {
      List<Outcome> outcomes =
          destination.deliver(Told.batch(Kind.ADDED, record(1, "A"))).outcomes();

      assertThat(outcomes.stream().map(Told::text)).containsExactly("retryable TLS -");
    }
  }

  @Test
  void the_test_goes_step_by_step_to_the_index_that_upsert_needs() throws Exception {
    execute("DROP TABLE people", "CREATE TABLE people (id int, name text)");

    try (var destination = destination(TableAction.UPSERT, server.port())) {
      assertThat(destination.identity())
          .isEqualTo("127.0.0.1:" + server.port() + "/postgres/public.people");
      assertThat(destination.test().stream().map(TestStep::name))
          .containsExactly("DNS", "TCP", "TLS", "login", "table", "rights", "match");
      assertThat(destination.test().getLast().result()).isEqualTo(TestStep.Result.FAILED);
    }
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
    PostgresSettings reach =
        PostgresSettings.of("127.0.0.1", port, "postgres", "postgres")
            .withTls(server.settings().tls());
    return new PostgresTable(new TableSettings<>(reach, name, List.of(), action, timeout));
  }

  @Override
  protected void endSessions() throws SQLException {
    one(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <>"
            + " pg_backend_pid() AND backend_type = 'client backend'");
  }
}
