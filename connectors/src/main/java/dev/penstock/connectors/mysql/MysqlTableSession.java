package dev.penstock.connectors.mysql;

import dev.penstock.connectors.table.TableAction;
import dev.penstock.connectors.table.TableColumns;
import dev.penstock.connectors.table.TableRecords;
import dev.penstock.connectors.table.TableSession;
import dev.penstock.connectors.table.TableSettings;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.json.Json;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mariadb.jdbc.Connection;

/** One connection that writes. */
final class MysqlTableSession implements TableSession {
  private final TableSettings<MysqlSettings> settings;
  private final MysqlTable table;
  private final Connection connection;
  private TableShape shape = TableShape.NONE;
  private Optional<TableTransaction.Proof> proof = Optional.empty();

  MysqlTableSession(
      TableSettings<MysqlSettings> settings, MysqlTable table, Connection connection) {
    this.settings = settings;
    this.table = table;
    this.connection = connection;
  }

  @Override
  public void begin() throws SQLException {
    TableTransaction.begin(connection);
  }

  @Override
  public TableColumns columns() throws SQLException {
    shape = table.shape(connection);
    return shape.table();
  }

  @Override
  public List<Outcome> store(TableRecords records, TableAction action, Kind kind)
      throws SQLException {
    try (var deadline = BatchDeadline.of(settings.timeout(), settings.server(), connection)) {
      try {
        List<Outcome> outcomes = new TableDelivery(connection, shape, records).store(action, kind);
        boolean inserts = action == TableAction.INSERT && kind != Kind.DELETED;
        proof = inserts ? proof(records, outcomes) : Optional.empty();
        TableTransaction.checkWhole(connection);
        return outcomes;
      } catch (SQLException e) {
        throw deadline.passed() ? tooLong(e) : e;
      }
    }
  }

  private SQLException tooLong(SQLException e) {
    String why = "The batch took longer than %d s, so its session was ended";
    return new SQLTimeoutException(why.formatted(settings.timeout().toSeconds()), e);
  }

  /** The primary key of a record that was inserted, or the number that the server gave it. */
  private Optional<TableTransaction.Proof> proof(TableRecords records, List<Outcome> outcomes)
      throws SQLException {
    int first = outcomes.indexOf(Outcome.ACCEPTED);
    Json.Obj record = records.objects().get(first);
    if (record == null || shape.primary().isEmpty()) {
      return Optional.empty();
    }
    // After a refused statement the server's last number may be one that was never stored.
    boolean numberHolds = outcomes.stream().allMatch(Outcome.ACCEPTED::equals);
    Map<String, Json> key = new LinkedHashMap<>();
    for (String column : shape.primary()) {
      Json value = record.members().get(column);
      if (value == null && numberHolds && shape.numbered().filter(column::equals).isPresent()) {
        value = TableTransaction.lastNumber(connection).orElse(null);
      }
      if (value == null) {
        return Optional.empty();
      }
      key.put(column, value);
    }
    return Optional.of(new TableTransaction.Proof(key));
  }

  @Override
  public Ending commit() throws SQLException {
    long thread = connection.getThreadId();
    try {
      connection.commit();
      return new Ending.Committed();
    } catch (SQLException e) {
      if (TableErrors.isRefusal(e)) {
        throw e;
      }
      close();
      return TableTransaction.end(settings, shape, thread, proof, TableErrors.words(e));
    }
  }

  @Override
  public boolean undo() {
    try {
      connection.rollback();
      return isOpen();
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public boolean isOpen() {
    return !connection.isClosed();
  }

  @Override
  public void close() {
    Session.closeQuietly(connection);
  }
}
