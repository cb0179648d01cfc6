package dev.penstock.storage.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The connections to the ledger's database: a pool for reads and writes, and a few of their own for
 * the renewal of leases, which must not wait behind writes. Thread-safe.
 */
final class Database implements AutoCloseable {
  /** Longer than any statement of ours takes on a healthy server; then the run had better stop. */
  private static final Duration STATEMENT_MAX = Duration.ofSeconds(30);

  /** A server that was cut off keeps no row locked for the next owner. */
  private static final Duration IDLE_IN_TRANSACTION_MAX = Duration.ofSeconds(30);

  /** Longer than the server's own limit, so that its answer comes first. */
  private static final Duration SOCKET_MAX = STATEMENT_MAX.plusSeconds(5);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  /** Renewals of many leases take turns; each lasts a millisecond. */
  private static final int RENEWAL_CONNECTIONS = 2;

  private final HikariDataSource pool;
  private final HikariDataSource renewals;

  Database(LedgerSettings settings) {
    pool = new HikariDataSource(config(settings, "ledger", settings.poolSize(), 1, SOCKET_MAX));
    renewals =
        new HikariDataSource(
            config(settings, "leases", RENEWAL_CONNECTIONS, 0, settings.leases().renewal()));
  }

  /** Work on one connection. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** One statement, or reads that need no common snapshot. */
  <T> T read(String doing, Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.in(connection);
    } catch (SQLException e) {
      throw SqlFailures.of(doing, e);
    }
  }

  /** All of it or nothing, durable at return. A failure to commit leaves unknown which. */
  <T> T transaction(String doing, Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      T result;
      try {
        result = work.in(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
      return result;
    } catch (SQLException e) {
      throw SqlFailures.of(doing, e);
    }
  }

  /** One short statement that must not wait behind others. */
  <T> T renewal(String doing, Work<T> work) {
    try (Connection connection = renewals.getConnection()) {
      return work.in(connection);
    } catch (SQLException e) {
      throw SqlFailures.of(doing, e);
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    pool.close();
    renewals.close();
  }

  private static HikariConfig config(
      LedgerSettings settings, String name, int size, int idle, Duration socketMax) {
    var config = new HikariConfig();
    config.setPoolName("penstock-" + name);
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password().value());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(idle);
    config.setConnectionTimeout(CONNECT_MAX.toMillis());
    // The first use reports a server that is away, in our words.
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(sessionSettings());
    config.addDataSourceProperty("ApplicationName", "penstock");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // Details quote row values, and messages reach logs.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_MAX.toSeconds()));
    config.addDataSourceProperty(
        "socketTimeout", Long.toString(Math.max(1, socketMax.toSeconds())));
    return config;
  }

  /** A server or role may have turned durable commits off; a stricter setting stays. */
  private static String sessionSettings() {
    return """
    SELECT set_config('statement_timeout', '%1$d', false),
           set_config('lock_timeout', '%1$d', false),
           set_config('idle_in_transaction_session_timeout', '%2$d', false),
           CASE WHEN current_setting('synchronous_commit') = 'off'
                THEN set_config('synchronous_commit', 'on', false) END
    """
        .formatted(STATEMENT_MAX.toMillis(), IDLE_IN_TRANSACTION_MAX.toMillis());
  }

  /** For what cannot be a database failure: a fault of ours. */
  static PenstockException internal(String message) {
    return new PenstockException(ErrorCode.INTERNAL, message);
  }
}
