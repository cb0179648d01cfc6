package dev.penstock.connectors.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every server's table does, told of a real one. The extending test makes, before each story,
 * a table {@code people} with {@code id} as its primary key, a unique {@code email}, {@code name}
 * of at most 5 characters that must be there, and {@code age}.
 */
public abstract class TableContract {
  protected static final Duration AMPLE = Duration.ofSeconds(30);

  private static final int ATTEMPTS_MAX = 20;

  /** A connection of somebody else. */
  protected abstract Connection connect() throws SQLException;

  /** Where the server listens. */
  protected abstract int port();

  /** The table behind a port, which may be a proxy's; matched by its primary key. */
  protected abstract TableServer table(String name, TableAction action, int port, Duration timeout);

  /** Ends every session but that of whoever asks. */
  protected abstract void endSessions() throws SQLException;

  @Test
  void an_update_keeps_what_it_does_not_name_and_must_find_its_record() throws Exception {
    execute("INSERT INTO people (id, name, age) VALUES (1, 'A', 5)");

    assertThat(told(TableAction.UPSERT, Told.batch(Kind.UPDATED, record(1, "B"))))
        .containsExactly("accepted");
    assertThat(told(TableAction.UPDATE, Told.batch(Kind.UPDATED, record(2, "X"), record(1, "C"))))
        .containsExactly("rejected LOOKUP_MISS id", "accepted");
    assertThat(people()).containsExactly("1 C");
    assertThat(all("SELECT age FROM people")).containsExactly("5");
  }

  @Test
  void a_deleted_row_deletes_its_record_and_one_that_is_gone_is_fine() throws Exception {
    execute("INSERT INTO people (id, name) VALUES (1, 'A'), (2, 'B')");

    assertThat(
            told(
                TableAction.UPSERT,
                Told.batch(
                    Kind.DELETED,
                    "{\"id\":1,\"name\":null}",
                    "{\"id\":5,\"name\":null}",
                    "{\"id\":null,\"name\":null}")))
        .containsExactly("accepted", "accepted", "rejected MISSING_REQUIRED id");
    assertThat(people()).containsExactly("2 B");
  }

  @Test
  void two_rows_with_one_match_value_are_not_written_over_each_other() throws Exception {
    assertThat(told(TableAction.UPSERT, Told.batch(Kind.ADDED, record(1, "A"), record(1, "B"))))
        .containsExactly("accepted", "rejected DESTINATION_KEY_COLLISION id");
    assertThat(people()).containsExactly("1 A");
  }

  @Test
  void a_record_of_somebody_else_with_the_same_address_is_never_written_over() throws Exception {
    execute("INSERT INTO people (id, email, name) VALUES (1, 'a', 'A')");

    assertThat(
            told(
                TableAction.UPSERT,
                Told.batch(Kind.ADDED, "{\"id\":2,\"email\":\"a\",\"name\":\"B\"}")))
        .containsExactly("rejected DUPLICATE email");
    assertThat(people()).containsExactly("1 A");
  }

  @Test
  void one_locked_record_does_not_hold_up_its_neighbours() throws Exception {
    execute("INSERT INTO people (id, name) VALUES (1, 'A'), (2, 'B'), (3, 'C')");
    try (Connection other = connect();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      boolean _ = lock.execute("UPDATE people SET name = 'Z' WHERE id = 2");

      assertThat(
              told(
                  TableAction.UPSERT,
                  Told.batch(Kind.UPDATED, record(1, "D"), record(2, "E"), record(3, "F"))))
          .containsExactly("accepted", "retryable RECORD_LOCKED -", "accepted");
      other.rollback();
    }
    assertThat(people()).containsExactly("1 D", "2 B", "3 F");
  }

  @Test
  void two_syncs_on_one_table_that_meet_lose_and_double_nothing() throws Exception {
    int records = 500;
    List<String> ascending = IntStream.range(0, records).mapToObj(id -> record(id, "up")).toList();
    List<String> descending =
        IntStream.range(0, records).mapToObj(id -> record(records - 1 - id, "down")).toList();
    try (var first = destination(TableAction.UPSERT, port());
        var second = destination(TableAction.UPSERT, port())) {
      Thread meanwhile = Thread.ofVirtual().start(() -> untilAccepted(second, descending));

      untilAccepted(first, ascending);
      meanwhile.join();
    }
    assertThat(people())
        .hasSize(records)
        .allMatch(person -> person.endsWith("up") || person.endsWith("down"));
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
      assertThat(attempt).isLessThan(ATTEMPTS_MAX);
      left = again;
    }
  }

  @Test
  void a_kept_session_that_was_ended_is_not_noticed_outside() throws Exception {
    try (var destination = destination(TableAction.UPSERT, port())) {
      destination.deliver(Told.batch(Kind.ADDED, record(1, "A")));
      endSessions();

      List<Outcome> outcomes =
          destination.deliver(Told.batch(Kind.ADDED, record(2, "B"))).outcomes();

      assertThat(outcomes).containsExactly(Outcome.ACCEPTED);
    }
    assertThat(people()).containsExactly("1 A", "2 B");
  }

  @Test
  void an_unknown_column_holds_the_destination_and_offers_the_nearest() {
    try (var destination = destination(TableAction.UPSERT, port())) {
      Outcome outcome =
          destination.deliver(Told.batch(Kind.ADDED, "{\"nam\":\"A\"}")).outcomes().getFirst();

      assertThat(Told.text(outcome)).isEqualTo("retryable SCHEMA_STALE -");
      assertThat(outcome.toString()).contains("Did you mean \"name\"?");
    }
  }

  @ParameterizedTest
  @CsvSource({"AFTER_COMMIT,accepted,1", "BEFORE_COMMIT,retryable DESTINATION_DOWN -,0"})
  void a_lost_answer_to_the_commit_of_an_insert_is_found_out(
      CutProxy.Cut cut, String outcome, int rows) throws Exception {
    try (CutProxy proxy = new CutProxy(port(), cut);
        var destination = destination(TableAction.INSERT, proxy.port())) {
      List<Outcome> outcomes =
          destination.deliver(Told.batch(Kind.ADDED, record(1, "A"))).outcomes();

      assertThat(outcomes.stream().map(Told::text)).containsExactly(outcome);
      assertThat(people()).hasSize(rows);
    }
  }

  protected static String record(int id, String name) {
    return "{\"id\":%d,\"name\":\"%s\"}".formatted(id, name);
  }

  protected final TableDestination destination(TableAction action, int port) {
    return new TableDestination(table("people", action, port, AMPLE), action);
  }

  protected final List<String> told(TableAction action, Batch batch) {
    return told("people", action, batch);
  }

  protected final List<String> told(String table, TableAction action, Batch batch) {
    return deliver(table(table, action, port(), AMPLE), action, batch).stream()
        .map(Told::text)
        .toList();
  }

  protected static List<Outcome> deliver(TableServer table, TableAction action, Batch batch) {
    try (var destination = new TableDestination(table, action)) {
      return destination.deliver(batch).outcomes();
    }
  }

  protected final List<String> people() throws SQLException {
    return all("SELECT concat(id, ' ', name) FROM people ORDER BY id");
  }

  protected final void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        boolean _ = statement.execute(sql);
      }
    }
  }

  protected final String one(String sql) throws SQLException {
    return all(sql).getFirst();
  }

  /** The first column of every row. */
  protected final List<String> all(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        values.add(String.valueOf(row.getString(1)));
      }
    }
    return values;
  }
}
