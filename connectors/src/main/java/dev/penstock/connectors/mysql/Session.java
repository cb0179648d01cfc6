package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.Password;
import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Connection;
import org.mariadb.jdbc.Driver;

/** Opens connections on which nothing that changes how a value looks is left to the server. */
final class Session {
  /** A model waits this long for a table that is being altered; then the run is tried later. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  /**
   * How long the server waits for us to take the next rows. Its default of 60 s would end a reading
   * whenever our disk is slow for a minute.
   */
  private static final Duration WRITE_TIMEOUT = Duration.ofHours(1);

  /** Longer than a cell may be, so that a long one is seen to be too long instead of cut. */
  private static final int GROUP_CONCAT_BYTES = 4 << 20;

  /** Ways to log in that never show the password to a server that only asks for it. */
  private static final String LOGINS =
      "mysql_native_password,caching_sha2_password,sha256_password,client_ed25519,parsec";

  /** These show it, so they are for a server whose certificate was checked. */
  private static final String CLEAR_LOGINS = ",mysql_clear_password,dialog";

  private Session() {}

  /**
   * Logs in and pins text, time zone and limits; nothing is begun. For reading and for writing.
   *
   * @throws SQLException as the driver says it; see {@link ErrorTable#login}
   */
  static Connection open(MysqlSettings settings) throws SQLException {
    Connection connection = connect(settings);
    try {
      execute(connection, pins(settings, isMariaDb(connection)));
      // From here the server's timeouts and TCP keepalive bound the waiting.
      connection.setNetworkTimeout(Runnable::run, 0);
      return connection;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /** Like {@link #open}, with one read-only transaction that sees one moment. */
  static Connection openForReading(MysqlSettings settings) throws SQLException {
    Connection connection = open(settings);
    try {
      execute(
          connection,
          List.of(
              "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
              "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"));
      return connection;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  static boolean isMariaDb(Connection connection) {
    return connection.getContext().getVersion().isMariaDBServer();
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Closed by the server already.
    }
  }

  /**
   * Ends a session at the server whatever it does, by way of a second one.
   *
   * @param what {@code QUERY} to end what it runs, {@code CONNECTION} to end all of it
   */
  static void kill(MysqlSettings settings, long thread, String what) throws SQLException {
    try (Connection other = connect(settings)) {
      execute(other, List.of("KILL " + what + " " + thread));
    }
  }

  private static Connection connect(MysqlSettings settings) throws SQLException {
    if (settings.tls().mode() != TlsMode.PREFER) {
      return connect(settings, settings.tls());
    }
    try {
      return connect(settings, settings.tls());
    } catch (SQLException e) {
      if (!TlsProbe.refusesTls(settings)) {
        throw e;
      }
      return connect(settings, Tls.of(TlsMode.DISABLE));
    }
  }

  private static Connection connect(MysqlSettings settings, Tls tls) throws SQLException {
    // The address is completed below: a host or database in the URL would be parsed again.
    Configuration parsed = Configuration.parse("jdbc:mariadb://localhost/", properties(tls));
    if (parsed == null) {
      throw new SQLException("the driver does not take its address", "08000");
    }
    int millis = (int) settings.connectTimeout().toMillis();
    return Driver.connect(
        parsed.toBuilder()
            .addresses(org.mariadb.jdbc.HostAddress.from(settings.host(), settings.port(), true))
            .database(settings.database())
            .user(settings.user())
            .password(settings.password().map(Password::value).orElse(""))
            .connectTimeout(millis)
            .socketTimeout(millis)
            .build());
  }

  /** Every property that could reach files, other servers or other statements is set here. */
  private static Properties properties(Tls tls) {
    var properties = new Properties();
    properties.setProperty("sslMode", driverWord(tls.mode()));
    DriverTls.describe(tls, properties);
    properties.setProperty("fallbackToSystemKeyStore", "false");
    properties.setProperty(
        "restrictedAuth", LOGINS + (tls.mode().checksCertificate() ? CLEAR_LOGINS : ""));
    properties.setProperty("allowMultiQueries", "false");
    // A batch is one statement for each record, so that each has its own result.
    properties.setProperty("useBulkStmts", "false");
    properties.setProperty("useBulkStmtsForInserts", "false");
    properties.setProperty("allowLocalInfile", "false"); // a server could ask for any file of ours
    properties.setProperty("permitRedirect", "false");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
    properties.setProperty("dumpQueriesOnException", "false");
    properties.setProperty("connectionAttributes", "program_name:penstock");
    return properties;
  }

  private static String driverWord(TlsMode mode) {
    return switch (mode) {
      case DISABLE -> "disable";
      case PREFER, REQUIRE -> "trust";
      case VERIFY_CA -> "verify-ca";
      case VERIFY_FULL -> "verify-full";
    };
  }

  private static List<String> pins(MysqlSettings settings, boolean mariaDb) {
    List<String> pins = new ArrayList<>();
    pins.add("time_zone = '+00:00'");
    // Without ANSI_QUOTES and NO_BACKSLASH_ESCAPES, which SingleStatement counts on.
    pins.add("sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'");
    pins.add("sql_select_limit = 18446744073709551615"); // a limit would look like deleted rows
    pins.add("sql_auto_is_null = 0");
    pins.add("div_precision_increment = 4");
    pins.add("lc_time_names = 'en_US'");
    pins.add("group_concat_max_len = " + GROUP_CONCAT_BYTES);
    pins.add("net_write_timeout = " + WRITE_TIMEOUT.toSeconds());
    pins.add("wait_timeout = " + WRITE_TIMEOUT.toSeconds());
    pins.add("lock_wait_timeout = " + LOCK_TIMEOUT.toSeconds());
    pins.add("innodb_lock_wait_timeout = " + LOCK_TIMEOUT.toSeconds());
    long seconds = settings.statementTimeout().toSeconds();
    pins.add(
        mariaDb ? "max_statement_time = " + seconds : "max_execution_time = " + seconds * 1000);
    return List.of("SET SESSION " + String.join(", SESSION ", pins));
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
