package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.table.TableSession.Ending;
import dev.penstock.connectors.table.TableSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * Transactions that write, and what became of one whose COMMIT had no answer. What is set is local
 * to the transaction, so that a connection pooler is left as it was.
 */
final class TableTransaction {
  /** A batch waits this long for somebody's lock; then the locked records are looked for. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

  /** The server's own timeout comes first; this one is for a network that went silent. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Looks at a transaction that is being ended, a tenth of a second apart. */
  private static final int LOOKS = 50;

  /** Which transaction, and which of the server's processes runs it. */
  record Name(long transaction, int process) {}

  private TableTransaction() {}

  static Connection connect(TableSettings<PostgresSettings> settings) throws SQLException {
    Properties properties = Session.properties(settings.server());
    // A pooler may give each transaction another session, where no prepared statement is.
    PGProperty.PREPARE_THRESHOLD.set(properties, "0");
    Connection connection = Session.login(settings.server(), properties);
    try {
      connection.setAutoCommit(false);
      int millis = (int) settings.timeout().plus(GRACE).toMillis();
      connection.setNetworkTimeout(Runnable::run, millis);
      return connection;
    } catch (SQLException e) {
      Session.closeQuietly(connection);
      throw e;
    }
  }

  /** Begins; constraints speak at each statement, while the record at fault can be found. */
  static void begin(Connection connection, TableSettings<PostgresSettings> settings)
      throws SQLException {
    String sql =
        """
        SET CONSTRAINTS ALL IMMEDIATE;
        SET LOCAL TimeZone = 'UTC';
        SET LOCAL DateStyle = 'ISO, YMD';
        SET LOCAL lock_timeout = %d;
        SET LOCAL statement_timeout = %d
        """
            .formatted(LOCK_TIMEOUT.toMillis(), settings.timeout().toMillis());
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The transaction's name, to be asked for before COMMIT. */
  static Name name(Connection connection) throws SQLException {
    String sql = "SELECT pg_catalog.txid_current(), pg_catalog.pg_backend_pid()";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("the transaction has no name", SqlStates.PROTOCOL_VIOLATION);
      }
      return new Name(row.getLong(1), row.getInt(2));
    }
  }

  /** Asks on a new connection; a transaction that still runs without us is ended first. */
  static Ending end(TableSettings<PostgresSettings> settings, Name name, String words) {
    try (Connection connection = connect(settings)) {
      connection.setAutoCommit(true);
      for (int look = 0; look < LOOKS; look++) {
        switch (status(connection, name)) {
          case "committed" -> {
            return new Ending.Committed();
          }
          case "aborted" -> {
            return new Ending.Undone(words);
          }
          case "in progress" -> terminate(connection, name);
          default -> {
            return new Ending.Unknown(words);
          }
        }
      }
      return new Ending.Unknown(words);
    } catch (SQLException e) {
      return new Ending.Unknown(words);
    }
  }

  private static String status(Connection connection, Name name) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement("SELECT pg_catalog.txid_status(?)")) {
      ask.setLong(1, name.transaction());
      try (ResultSet row = ask.executeQuery()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    }
  }

  private static void terminate(Connection connection, Name name) throws SQLException {
    String sql =
        """
        SELECT pg_catalog.pg_terminate_backend(pid), pg_catalog.pg_sleep(0.1)
        FROM pg_catalog.pg_stat_activity
        WHERE pid = ? AND backend_xid::text::bigint = ? % 4294967296
        UNION ALL SELECT NULL, pg_catalog.pg_sleep(0.1)
        """;
    try (PreparedStatement end = connection.prepareStatement(sql)) {
      end.setInt(1, name.process());
      end.setLong(2, name.transaction());
      end.execute();
    }
  }
}
