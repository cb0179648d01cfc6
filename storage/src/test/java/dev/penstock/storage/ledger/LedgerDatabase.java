package dev.penstock.storage.ledger;

import dev.penstock.storage.ledger.LedgerSettings.LeaseTimes;
import dev.penstock.storage.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** A database for the ledger on the tests' real server, and a way around the ledger into it. */
final class LedgerDatabase {
  /** Four processes of a test at once, each writing and reading. */
  private static final int POOL_SIZE = 3;

  private final TestPostgres.Database database;

  private LedgerDatabase(TestPostgres.Database database) {
    this.database = database;
  }

  static LedgerDatabase fresh() {
    return new LedgerDatabase(TestPostgres.fresh("ledger"));
  }

  LedgerSettings settings() {
    return settings(LeaseTimes.DEFAULT);
  }

  LedgerSettings settings(LeaseTimes times) {
    LedgerSettings settings =
        LedgerSettings.of(database.url(), database.user(), new Secret(database.password()));
    return new LedgerSettings(
        settings.jdbcUrl(), settings.user(), settings.password(), POOL_SIZE, times);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  void execute(String sql, Object... arguments) {
    try (Connection connection = connect()) {
      Sql.update(connection, "SET default_transaction_read_only = off");
      Sql.update(connection, sql, arguments);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> texts(String sql, Object... arguments) {
    try (Connection connection = connect()) {
      return Sql.list(connection, row -> row.getString(1), sql, arguments);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
