package dev.penstock.connectors.mysql;

import dev.penstock.connectors.table.Fate;
import dev.penstock.connectors.table.TableServer;
import dev.penstock.connectors.table.TableSession;
import dev.penstock.connectors.table.TableSettings;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.TestStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of MySQL 5.7 and later or MariaDB 10.3 and later. Thread-safe. */
public final class MysqlTable implements TableServer {
  private final TableSettings<MysqlSettings> settings;
  private final TableName table;
  private volatile @Nullable TableShape shape;

  /**
   * Connects nothing yet.
   *
   * @param settings the server's statement timeout is not used
   * @throws PenstockException CONFIG_INVALID when the table's name is none
   */
  public MysqlTable(TableSettings<MysqlSettings> settings) {
    this.settings = settings;
    table = TableName.ofDestination(settings.server().database(), settings.table());
  }

  @Override
  public String place() {
    return settings.server().place();
  }

  @Override
  public String table() {
    return String.join(".", table.parts());
  }

  @Override
  public TableSession connect() throws SQLException {
    return new MysqlTableSession(settings, this, TableTransaction.connect(settings));
  }

  /** The table as it was when it was last looked at. */
  TableShape shape(Connection connection) throws SQLException {
    TableShape known = shape;
    if (known == null) {
      known = TableShape.of(connection, table, settings.match());
      known.checkMatchFor(settings.action());
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
    return TableErrors.outcome(e, TableShape.NONE);
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

  /** Grants may come by roles and patterns, so the server is asked to plan a statement of each. */
  private static List<String> rights(Connection connection, TableShape shape) throws SQLException {
    String name = shape.table().name();
    String column = TableName.quote(shape.table().columns().getFirst());
    Map<String, String> plans = new LinkedHashMap<>();
    plans.put("SELECT", "SELECT %s FROM %s WHERE 1 = 0".formatted(column, name));
    plans.put("INSERT", "INSERT INTO %s (%s) VALUES (NULL)".formatted(name, column));
    plans.put("UPDATE", "UPDATE %s SET %s = NULL WHERE 1 = 0".formatted(name, column));
    plans.put("DELETE", "DELETE FROM %s WHERE 1 = 0".formatted(name));
    List<String> granted = new ArrayList<>();
    for (var plan : plans.entrySet()) {
      if (may(connection, plan.getValue())) {
        granted.add(plan.getKey());
      }
    }
    return granted;
  }

  private static boolean may(Connection connection, String sql) throws SQLException {
    try (Statement explain = connection.createStatement()) {
      explain.execute("EXPLAIN " + sql);
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == TableErrors.NO_RIGHT_TO_TABLE) {
        return false;
      }
      boolean someColumns = e.getErrorCode() == TableErrors.NO_RIGHT_TO_COLUMN;
      if (someColumns || TableErrors.rule(e).fate() == Fate.REFUSED) {
        return true;
      }
      throw e;
    }
  }
}
