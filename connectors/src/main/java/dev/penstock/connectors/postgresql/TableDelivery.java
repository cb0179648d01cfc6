package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.table.TableAction;
import dev.penstock.connectors.table.TableRecords;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Stores one batch inside one transaction that somebody else began and ends. A statement that is
 * refused is undone to its savepoint and tried by halves, until each bad record stands alone. Used
 * once, by one thread.
 */
final class TableDelivery {
  /** The server's own form of bytes. */
  private static final String HEX = "\\x";

  private static final String CLASS_OF_VALUES = SqlStates.DATA_EXCEPTION_CLASS;

  private static final Duration LOCK_TIMEOUT_AGAIN = Duration.ofSeconds(1);

  /** With more locked records than this the whole batch is tried later. */
  private static final int LOCKED_MAX = 4;

  private final Connection connection;
  private final TableShape shape;
  private final TableRecords records;
  private final List<String> texts;
  private final Map<Integer, Outcome> outcomes;
  private int locked;

  TableDelivery(Connection connection, TableShape shape, TableRecords records) {
    this.connection = connection;
    this.shape = shape;
    this.records = records;
    texts = new ArrayList<>(records.texts());
    outcomes = new TreeMap<>(records.refused());
    records.objects().forEach(this::readBytes);
  }

  /**
   * Stores what can be stored; the outcomes hold once the transaction is committed.
   *
   * @throws SQLException when the trouble is not with single records; then nothing must be
   *     committed
   */
  List<Outcome> store(TableAction action, Kind kind) throws SQLException {
    for (var group : records.groups().entrySet()) {
      List<Integer> places =
          group.getValue().stream().filter(place -> !outcomes.containsKey(place)).toList();
      if (places.isEmpty()) {
        continue;
      }
      TableStatement statement = TableStatement.of(shape, action, kind, group.getKey());
      try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
        store(prepared, statement.tells(), places);
      }
    }
    return records.inOrder(outcomes);
  }

  private void store(PreparedStatement statement, boolean tells, List<Integer> places)
      throws SQLException {
    run("SAVEPOINT part");
    try {
      statement.setString(1, array(places));
      Set<Integer> missed = tells ? missed(statement, places.size()) : Set.of();
      if (!tells) {
        statement.executeUpdate();
      }
      run("RELEASE SAVEPOINT part");
      for (int i = 0; i < places.size(); i++) {
        outcomes.put(
            places.get(i),
            missed.contains(i) ? TableRecords.notThere(shape.table()) : Outcome.ACCEPTED);
      }
      return;
    } catch (SQLException e) {
      if (!TableErrors.isOfRecord(e)) {
        throw e;
      }
      run("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
      if (TableErrors.isLock(e)) {
        hurry(e, places.size());
      }
      if (places.size() == 1) {
        outcomes.put(places.getFirst(), refused(e, places.getFirst()));
        return;
      }
    }
    int half = places.size() / 2;
    store(statement, tells, places.subList(0, half));
    store(statement, tells, places.subList(half, places.size()));
  }

  /** What waited once for somebody's lock need not wait long again, nor for many. */
  private void hurry(SQLException e, int size) throws SQLException {
    run("SET LOCAL lock_timeout = " + LOCK_TIMEOUT_AGAIN.toMillis());
    locked += size == 1 ? 1 : 0;
    if (locked > LOCKED_MAX) {
      throw e;
    }
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

  /** The wire carries bytes as base64, and the server reads text into bytes in its own form. */
  private void readBytes(int place, Json.Obj record) {
    Map<String, Json> members = new LinkedHashMap<>(record.members());
    for (String column : shape.bytes()) {
      if (!(members.get(column) instanceof Json.Text(String text)) || text.startsWith(HEX)) {
        continue;
      }
      try {
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(text));
        members.put(column, new Json.Text(HEX + hex));
        texts.set(place, new Json.Obj(members).text());
      } catch (IllegalArgumentException e) {
        String why = "The column takes bytes, written as base64.";
        Failure failure = Failure.of(ErrorCode.TYPE_MISMATCH, why);
        outcomes.put(place, new Outcome.Rejected(failure.onField(column)));
      }
    }
  }

  /** The records at these places as one JSON array. */
  private String array(List<Integer> places) {
    return places.stream().map(texts::get).collect(Collectors.joining(",", "[", "]"));
  }

  /** A value that cannot be read is refused without its column's name, so each is read alone. */
  private Outcome refused(SQLException e, int place) throws SQLException {
    Outcome outcome = TableErrors.outcome(e, shape.constraints());
    boolean ofValue = String.valueOf(e.getSQLState()).startsWith(CLASS_OF_VALUES);
    if (!ofValue
        || !(outcome instanceof Outcome.Rejected(Failure failure))
        || failure.field().isPresent()) {
      return outcome;
    }
    String sql = "SELECT pg_catalog.json_populate_record(NULL::" + shape.name() + ", ?::json)";
    try (PreparedStatement read = connection.prepareStatement(sql)) {
      Json.Obj record = Objects.requireNonNull(records.objects().get(place));
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
