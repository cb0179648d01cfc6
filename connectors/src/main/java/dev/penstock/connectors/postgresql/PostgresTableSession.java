package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.table.TableAction;
import dev.penstock.connectors.table.TableColumns;
import dev.penstock.connectors.table.TableRecords;
import dev.penstock.connectors.table.TableSession;
import dev.penstock.connectors.table.TableSettings;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** One connection that writes. */
final class PostgresTableSession implements TableSession {
  private final TableSettings<PostgresSettings> settings;
  private final PostgresTable table;
  private final Connection connection;

  PostgresTableSession(
      TableSettings<PostgresSettings> settings, PostgresTable table, Connection connection) {
    this.settings = settings;
    this.table = table;
    this.connection = connection;
  }

  @Override
  public void begin() throws SQLException {
    TableTransaction.begin(connection, settings);
  }

  @Override
  public TableColumns columns() throws SQLException {
    return table.shape(connection).table();
  }

  @Override
  public List<Outcome> store(TableRecords records, TableAction action, Kind kind)
      throws SQLException {
    return new TableDelivery(connection, table.shape(connection), records).store(action, kind);
  }

  @Override
  public Ending commit() throws SQLException {
    TableTransaction.Name name = TableTransaction.name(connection);
    try {
      connection.commit();
      return new Ending.Committed();
    } catch (SQLException e) {
      if (TableErrors.isRefusal(e)) {
        throw e;
      }
      close();
      return TableTransaction.end(settings, name, TableErrors.words(e));
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
    try {
      return !connection.isClosed();
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    Session.closeQuietly(connection);
  }
}
