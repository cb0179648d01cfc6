package dev.penstock.connectors.postgresql;

import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Stores one batch inside one transaction that somebody else began and ends. A statement that is
 * refused is undone to its savepoint and tried by halves, until each bad record stands alone. Used
 * once, by one thread.
 */
final class TableDelivery {
  private static final String CLASS_OF_VALUES = SqlStates.DATA_EXCEPTION_CLASS;

  private final Connection connection;
  private final TableShape shape;
  private final TableRecords records;
  private final Map<Integer, Outcome> outcomes;

  TableDelivery(Connection connection, TableShape shape, TableRecords records) {
    this.connection = connection;
    this.shape = shape;
    this.records = records;
    outcomes = new TreeMap<>(records.refused());
  }

  /**
   * Stores what can be stored; the outcomes hold once the transaction is committed.
   *
   * @throws SQLException when the trouble is not with single records; then nothing must be
   *     committed
   */
  List<Outcome> store(Batch batch, TableAction action) throws SQLException {
    for (var group : records.groups().entrySet()) {
      TableStatement statement = TableStatement.of(shape, action, batch.kind(), group.getKey());
      try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
        store(prepared, statement.tells(), group.getValue());
      }
    }
    List<Outcome> all = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      all.add(Objects.requireNonNull(outcomes.get(i)));
    }
    return all;
  }

  private void store(PreparedStatement statement, boolean tells, List<Integer> places)
      throws SQLException {
    run("SAVEPOINT part");
    try {
      statement.setString(1, records.array(places));
      Set<Integer> missed = tells ? missed(statement, places.size()) : Set.of();
      if (!tells) {
        statement.executeUpdate();
      }
      run("RELEASE SAVEPOINT part");
      for (int i = 0; i < places.size(); i++) {
        outcomes.put(places.get(i), missed.contains(i) ? notThere() : Outcome.ACCEPTED);
      }
      return;
    } catch (SQLException e) {
      if (!TableErrors.isOfRecord(e)) {
        throw e;
      }
      run("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
      if (places.size() == 1) {
        outcomes.put(places.getFirst(), refused(e, places.getFirst()));
        return;
      }
    }
    int half = places.size() / 2;
    store(statement, tells, places.subList(0, half));
    store(statement, tells, places.subList(half, places.size()));
  }

  private static Set<Integer> missed(PreparedStatement statement, int size) throws SQLException {
    Set<Integer> missed = new HashSet<>();
    for (int i = 0; i < size; i++) {
      missed.add(i);
    }
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        missed.remove(found.getInt(1) - 1);
      }
    }
    return missed;
  }

  private Outcome notThere() {
    String why = "The table has no record with these values in the match columns.";
    Failure failure = Failure.of(ErrorCode.LOOKUP_MISS, why);
    return new Outcome.Rejected(failure.onField(String.join(", ", shape.match())));
  }

  /** A value that cannot be read is refused without its column's name, so each is read alone. */
  private Outcome refused(SQLException e, int place) throws SQLException {
    Outcome outcome = TableErrors.outcome(e, shape);
    boolean ofValue = String.valueOf(e.getSQLState()).startsWith(CLASS_OF_VALUES);
    if (!ofValue
        || !(outcome instanceof Outcome.Rejected(Failure failure))
        || failure.field().isPresent()
        || !(JsonReader.read(records.texts().get(place)) instanceof Json.Obj record)) {
      return outcome;
    }
    String sql = "SELECT pg_catalog.json_populate_record(NULL::" + shape.name() + ", ?::json)";
    try (PreparedStatement read = connection.prepareStatement(sql)) {
      for (var member : record.members().entrySet()) {
        run("SAVEPOINT value");
        try {
          read.setString(1, new Json.Obj(Map.of(member.getKey(), member.getValue())).text());
          read.execute();
        } catch (SQLException ofThis) {
          if (!TableErrors.isOfRecord(ofThis)) {
            throw ofThis;
          }
          outcome = new Outcome.Rejected(failure.onField(member.getKey()));
        }
        run("ROLLBACK TO SAVEPOINT value; RELEASE SAVEPOINT value");
        if (outcome instanceof Outcome.Rejected(Failure named) && named.field().isPresent()) {
          break;
        }
      }
    }
    return outcome;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
