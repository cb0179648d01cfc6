package dev.penstock.connectors.mysql;

import dev.penstock.connectors.table.TableSession.Ending;
import dev.penstock.connectors.table.TableSettings;
import dev.penstock.engine.json.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mariadb.jdbc.Connection;

/** Transactions that write, and what became of one whose COMMIT had no answer. */
final class TableTransaction {
  /** A record waits this long for somebody's lock, while its neighbours wait behind it. */
  static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

  /** The least that the server takes. */
  static final Duration LOCK_TIMEOUT_AGAIN = Duration.ofSeconds(1);

  /** The deadline comes first; this one is for a network that went silent. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Looks at a session that is being ended, a tenth of a second apart. */
  private static final int LOOKS = 50;

  /**
   * A record by which an insert can be told, once it is committed.
   *
   * @param key the primary key's columns with their values
   */
  record Proof(Map<String, Json> key) {}

  private TableTransaction() {}

  static Connection connect(TableSettings<MysqlSettings> settings) throws SQLException {
    MysqlSettings server = settings.server();
    Connection connection =
        Session.open(server.withTimeouts(settings.timeout(), server.connectTimeout()));
    try {
      connection.setAutoCommit(false);
      Map<String, String> variables = variables(connection);
      // A number of 0 is 0, and somebody's checks are not switched off by the server's settings.
      execute(connection, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')");
      for (String checks : List.of("foreign_key_checks", "unique_checks")) {
        if (!"ON".equals(variables.get(checks))) {
          execute(connection, "SET SESSION " + checks + " = 1");
        }
      }
      boolean logsStatements =
          "ON".equals(variables.get("log_bin"))
              && "STATEMENT".equals(variables.get("binlog_format"));
      if (!logsStatements) { // such a log takes no writes at this level (error 1665)
        // Gaps are not locked, over which two syncs would wait for each other.
        execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
      }
      connection.setNetworkTimeout(Runnable::run, (int) settings.timeout().plus(GRACE).toMillis());
      return connection;
    } catch (SQLException | RuntimeException e) {
      Session.closeQuietly(connection);
      throw e;
    }
  }

  /** SHOW leaves out what a server does not know, where @@ would be an error. */
  private static Map<String, String> variables(Connection connection) throws SQLException {
    String sql =
        """
        SHOW SESSION VARIABLES WHERE Variable_name IN
          ('log_bin', 'binlog_format', 'foreign_key_checks', 'unique_checks')
        """;
    Map<String, String> variables = new HashMap<>();
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery(sql)) {
      while (row.next()) {
        variables.put(row.getString(1), row.getString(2));
      }
    }
    return variables;
  }

  /** Begins; the savepoint is there as long as the transaction is the same. */
  static void begin(Connection connection) throws SQLException {
    waitForLocks(connection, LOCK_TIMEOUT);
    execute(connection, "START TRANSACTION");
    execute(connection, "SAVEPOINT batch");
  }

  /**
   * Makes sure that nothing was undone behind our back: a server that finds a deadlock undoes the
   * whole transaction, and the statements sent after it are in another one.
   *
   * @throws SQLException when it was
   */
  static void checkWhole(Connection connection) throws SQLException {
    try {
      execute(connection, "RELEASE SAVEPOINT batch");
    } catch (SQLException e) {
      if (e.getErrorCode() == TableErrors.NO_SUCH_SAVEPOINT) {
        String why = "The server undid the whole batch to end a deadlock.";
        throw new SQLException(why, e.getSQLState(), TableErrors.DEADLOCK, e);
      }
      throw e;
    }
  }

  static void waitForLocks(Connection connection, Duration timeout) throws SQLException {
    execute(connection, "SET SESSION innodb_lock_wait_timeout = " + timeout.toSeconds());
  }

  /** The number that the server gave to the first record that the last statement inserted. */
  static Optional<Json> lastNumber(Connection connection) throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery("SELECT LAST_INSERT_ID()")) {
      return row.next() && row.getLong(1) > 0
          ? Optional.of(new Json.Num(row.getBigDecimal(1)))
          : Optional.empty();
    }
  }

  /**
   * Ends what still runs without us, and then looks for a record that was inserted.
   *
   * @param thread the session that sent COMMIT
   */
  static Ending end(
      TableSettings<MysqlSettings> settings,
      TableShape shape,
      long thread,
      Optional<Proof> proof,
      String words) {
    try {
      kill(settings.server(), thread);
      try (Connection connection = connect(settings)) {
        if (proof.isEmpty() || !isGone(connection, thread)) {
          return new Ending.Unknown(words);
        }
        return isThere(connection, shape, proof.get())
            ? new Ending.Committed()
            : new Ending.Undone(words);
      }
    } catch (SQLException e) {
      return new Ending.Unknown(words);
    }
  }

  private static void kill(MysqlSettings server, long thread) throws SQLException {
    try {
      Session.kill(server, thread, "CONNECTION");
    } catch (SQLException e) {
      if (e.getErrorCode() != TableErrors.NO_SUCH_THREAD) {
        throw e;
      }
    }
  }

  private static boolean isGone(Connection connection, long thread) throws SQLException {
    String sql = "SELECT SLEEP(0.1) FROM information_schema.processlist WHERE id = " + thread;
    try (Statement ask = connection.createStatement()) {
      for (int look = 0; look < LOOKS; look++) {
        try (ResultSet row = ask.executeQuery(sql)) {
          if (!row.next()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isThere(Connection connection, TableShape shape, Proof proof)
      throws SQLException {
    TableStatement find = TableStatement.find(shape, List.copyOf(proof.key().keySet()));
    try (PreparedStatement select = connection.prepareStatement(find.sql())) {
      int at = 0;
      for (var value : proof.key().entrySet()) {
        ColumnKind kind = shape.kinds().getOrDefault(value.getKey(), ColumnKind.TEXT);
        kind.bind(select, ++at, value.getValue());
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (ColumnKind.Unfit e) {
      throw new SQLException(e); // it was fit to be inserted
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
