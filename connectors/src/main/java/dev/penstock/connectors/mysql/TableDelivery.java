package dev.penstock.connectors.mysql;

import dev.penstock.connectors.table.TableAction;
import dev.penstock.connectors.table.TableRecords;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.json.Json;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.mariadb.jdbc.Connection;

/**
 * Stores one batch inside one transaction that somebody else began and ends: one statement for each
 * record, all sent before the first answer is read. The server undoes a refused statement alone;
 * its record is tried once more by itself, to hear its own reason. Used once, by one thread.
 */
final class TableDelivery {
  private final Connection connection;
  private final TableShape shape;
  private final TableRecords records;
  private final Map<Integer, Outcome> outcomes;
  private final List<Integer> met = new ArrayList<>();
  private boolean hasty;

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
  List<Outcome> store(TableAction action, Kind kind) throws SQLException {
    for (var group : records.groups().entrySet()) {
      store(action, kind, group.getKey(), group.getValue());
    }
    return records.inOrder(outcomes);
  }

  private void store(TableAction action, Kind kind, List<String> columns, List<Integer> places)
      throws SQLException {
    if (kind == Kind.DELETED || action == TableAction.DELETE) {
      run(TableStatement.delete(shape), places);
      return; // one that is not there is fine
    }
    if (action == TableAction.INSERT) {
      run(TableStatement.insert(shape, columns), places);
      return;
    }
    TableStatement update = TableStatement.update(shape, columns);
    List<Integer> missing = run(update, places);
    if (action == TableAction.UPDATE) {
      missing.forEach(place -> outcomes.put(place, TableRecords.notThere(shape.table())));
      return;
    }
    // INSERT ... ON DUPLICATE KEY UPDATE would change a stranger's record that has, say, the same
    // e-mail address.
    run(TableStatement.insert(shape, columns), missing);
    // Somebody else inserted these between our update and our insert.
    String why = "Somebody else inserted the record and took it away again meanwhile.";
    Failure locked = Failure.of(ErrorCode.RECORD_LOCKED, why);
    run(update, List.copyOf(met))
        .forEach(place -> outcomes.put(place, new Outcome.Retryable(locked)));
    met.clear();
  }

  /**
   * Runs the statement for each of these records.
   *
   * @return the places of those for which it found nothing to do
   */
  private List<Integer> run(TableStatement statement, List<Integer> places) throws SQLException {
    List<Integer> idle = new ArrayList<>();
    List<Integer> refused = new ArrayList<>();
    try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
      List<Integer> sent = new ArrayList<>(places.size());
      for (int place : places) {
        if (bind(prepared, statement, place)) {
          prepared.addBatch();
          sent.add(place);
        }
      }
      int[] found = sent.isEmpty() ? new int[0] : counts(prepared, sent.size());
      for (int i = 0; i < found.length; i++) {
        int place = sent.get(i);
        outcomes.put(place, Outcome.ACCEPTED);
        if (found[i] == Statement.EXECUTE_FAILED) {
          refused.add(place);
        } else if (found[i] == 0) {
          idle.add(place);
        }
      }
      for (int place : refused) {
        alone(prepared, statement, place);
      }
    }
    return idle;
  }

  private static int[] counts(PreparedStatement prepared, int size) throws SQLException {
    try {
      return prepared.executeBatch();
    } catch (BatchUpdateException e) {
      SQLException cause = e.getCause() instanceof SQLException first ? first : e;
      int[] counts = e.getUpdateCounts();
      if (!TableErrors.isOfRecord(cause) || counts == null || counts.length != size) {
        throw cause;
      }
      return counts;
    }
  }

  /** The record by itself, which may be taken by now. */
  private void alone(PreparedStatement prepared, TableStatement statement, int place)
      throws SQLException {
    hurry();
    bind(prepared, statement, place);
    try {
      prepared.executeUpdate();
    } catch (SQLException e) {
      if (!TableErrors.isOfRecord(e)) {
        throw e;
      }
      outcomes.put(place, TableErrors.outcome(e, shape));
      if (TableErrors.isOfMatch(e, shape)) {
        met.add(place);
      }
    }
  }

  /** What waited once for somebody's lock need not wait long again. */
  private void hurry() throws SQLException {
    if (!hasty) {
      hasty = true;
      TableTransaction.waitForLocks(connection, TableTransaction.LOCK_TIMEOUT_AGAIN);
    }
  }

  /** False when the record is refused before it is sent. */
  private boolean bind(PreparedStatement prepared, TableStatement statement, int place)
      throws SQLException {
    Map<String, Json> values = Objects.requireNonNull(records.objects().get(place)).members();
    long bytes = statement.sql().length();
    for (int i = 0; i < statement.parameters().size(); i++) {
      String column = statement.parameters().get(i);
      Json value = values.getOrDefault(column, new Json.Null());
      try {
        bytes += Objects.requireNonNull(shape.kinds().get(column)).bind(prepared, i + 1, value);
      } catch (ColumnKind.Unfit e) {
        Failure failure = Failure.of(ErrorCode.TYPE_MISMATCH, String.valueOf(e.getMessage()));
        outcomes.put(place, new Outcome.Rejected(failure.onField(column)));
        return false;
      }
    }
    if (bytes <= shape.packetMax()) {
      return true;
    }
    String why = "The server takes statements of %d bytes (max_allowed_packet) and this has %d.";
    Failure failure =
        Failure.of(ErrorCode.PAYLOAD_TOO_LARGE, why.formatted(shape.packetMax(), bytes));
    outcomes.put(place, new Outcome.Rejected(failure.in(Scope.RECORD)));
    return false;
  }
}
