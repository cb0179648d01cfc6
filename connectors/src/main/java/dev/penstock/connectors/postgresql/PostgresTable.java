package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.table.TableServer;
import dev.penstock.connectors.table.TableSession;
import dev.penstock.connectors.table.TableSettings;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.TestStep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of PostgreSQL 10 and later. Thread-safe. */
public final class PostgresTable implements TableServer {
  private static final List<String> RIGHTS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  private final TableSettings<PostgresSettings> settings;
  private final TableName table;
  private volatile @Nullable TableShape shape;

  /**
   * Connects nothing yet.
   *
   * @param settings the server's statement timeout is not used
   * @throws PenstockException CONFIG_INVALID when the table's name is none
   */
  public PostgresTable(TableSettings<PostgresSettings> settings) {
    this.settings = settings;
    table = TableName.ofDestination(settings.table());
  }

  @Override
  public String place() {
    return settings.server().place();
  }

  @Override
  public String table() {
    return table.written();
  }

  @Override
  public TableSession connect() throws SQLException {
    return new PostgresTableSession(settings, this, TableTransaction.connect(settings));
  }

  /** The table as it was when it was last looked at. */
  TableShape shape(Connection connection) throws SQLException {
    TableShape known = shape;
    if (known == null) {
      known = TableShape.of(connection, table, settings.match());
      shape = known;
    }
    return known;
  }

  @Override
  public void forget() {
    shape = null;
  }

  @Override
  public Outcome login(SQLException e) {
    return TableErrors.login(e, settings.server());
  }

  @Override
  public Outcome outcome(SQLException e) {
    return TableErrors.outcome(e, Map.of());
  }

  @Override
  public List<TestStep> reach() {
    return new ConnectionCheck(settings.server()).steps();
  }

  @Override
  public Seen look() {
    try (Connection connection = TableTransaction.connect(settings)) {
      TableShape seen = TableShape.of(connection, table, settings.match());
      return new Seen(seen.table(), rights(connection, seen), seen.unique());
    } catch (SQLException e) {
      throw new PenstockException(
          TableErrors.rule(e).code(),
          "The table cannot be looked at: " + TableErrors.words(e) + ".");
    }
  }

  private static List<String> rights(Connection connection, TableShape shape) throws SQLException {
    List<String> granted = new ArrayList<>();
    try (PreparedStatement ask =
        connection.prepareStatement(
            "SELECT pg_catalog.has_table_privilege(?, ?)"
                + " OR pg_catalog.has_any_column_privilege(?, nullif(?, 'DELETE'))")) {
      for (String right : RIGHTS) {
        ask.setString(1, shape.name());
        ask.setString(2, right);
        ask.setString(3, shape.name());
        ask.setString(4, right);
        try (ResultSet row = ask.executeQuery()) {
          if (row.next() && row.getBoolean(1)) {
            granted.add(right);
          }
        }
      }
    }
    return granted;
  }
}
