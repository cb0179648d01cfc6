package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.Password;
import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens connections with one read-only, repeatable-read transaction in which everything that could
 * change how a value looks is pinned. Settings are local to the transaction, so that a connection
 * pooler between us and the server is left as it was.
 */
final class Session {
  /** A model waits this long for a table that is being altered; then the run is tried later. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

  private Session() {}

  /** Logs in, and nothing more. */
  static Connection login(PostgresSettings settings, Properties properties) throws SQLException {
    Connection connection = new Driver().connect(url(settings), properties);
    if (connection == null) {
      throw new SQLException("the driver does not take the address", SqlStates.CONNECTION_FAILURE);
    }
    return connection;
  }

  /** Logs in; the connection reads without time limit on our side from then on. */
  static Connection open(PostgresSettings settings) throws SQLException {
    Connection connection = login(settings, properties(settings));
    try {
      pin(connection, settings);
      // From here the server's statement_timeout and TCP keepalive bound the waiting.
      connection.setNetworkTimeout(Runnable::run, 0);
      return connection;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing was written, so there is nothing to lose and nothing to say.
    }
  }

  private static String url(PostgresSettings settings) {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    String database = URLEncoder.encode(settings.database(), StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + host + ":" + settings.port() + "/" + database;
  }

  /** Every property is set here, so that neither files in the home folder nor defaults decide. */
  static Properties properties(PostgresSettings settings) {
    var properties = new Properties();
    long seconds = settings.connectTimeout().toSeconds();
    PGProperty.USER.set(properties, settings.user());
    // Empty rather than absent: for an absent one the driver looks into ~/.pgpass.
    PGProperty.PASSWORD.set(properties, settings.password().map(Password::value).orElse(""));
    PGProperty.CONNECT_TIMEOUT.set(properties, Long.toString(seconds));
    PGProperty.SOCKET_TIMEOUT.set(properties, Long.toString(seconds));
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, Long.toString(seconds));
    PGProperty.TCP_KEEP_ALIVE.set(properties, "true");
    PGProperty.APPLICATION_NAME.set(properties, "penstock");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "9.4");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    // A detail quotes rows; the driver would put it into its message.
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, "false");
    tls(settings.tls(), properties);
    return properties;
  }

  private static void tls(Tls tls, Properties properties) {
    PGProperty.SSL_MODE.set(properties, tls.mode().word());
    PGProperty.SSL_CERT.set(properties, path(tls.cert()));
    PGProperty.SSL_KEY.set(properties, path(tls.key()));
    PGProperty.SSL_PASSWORD.set(properties, ""); // else the driver asks on the console
    if (tls.mode() != TlsMode.DISABLE) {
      tls.key()
          .flatMap(ClientKey::pemAlgorithm)
          .ifPresent(algorithm -> PGProperty.PEM_KEY_ALGORITHM.set(properties, algorithm));
    }
    if (tls.rootCert().isPresent()) {
      PGProperty.SSL_ROOT_CERT.set(properties, path(tls.rootCert()));
    } else if (tls.mode().checksCertificate()) {
      PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
  }

  private static String path(Optional<Path> path) {
    return path.map(Path::toString).orElse("");
  }

  private static void pin(Connection connection, PostgresSettings settings) throws SQLException {
    try (Statement begin = connection.createStatement()) {
      begin.execute(BEGIN);
    }
    Map<String, String> pinned = pinned(settings);
    String sql =
        pinned.keySet().stream()
            .map(name -> "pg_catalog.set_config('" + name + "', ?, true)")
            .collect(Collectors.joining(", ", "SELECT ", ""));
    try (PreparedStatement set = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (String value : pinned.values()) {
        set.setString(parameter++, value);
      }
      set.execute();
    }
  }

  private static Map<String, String> pinned(PostgresSettings settings) {
    Map<String, String> pinned = new LinkedHashMap<>(settings.options());
    pinned.put("TimeZone", "UTC");
    pinned.put("DateStyle", "ISO, YMD");
    pinned.put("IntervalStyle", "iso_8601");
    pinned.put("bytea_output", "hex");
    pinned.put("extra_float_digits", "3"); // the exact form before PostgreSQL 12 too
    pinned.put("lc_monetary", "C");
    pinned.put("standard_conforming_strings", "on"); // SingleStatement counts on it
    pinned.put("default_transaction_read_only", "on");
    pinned.put("idle_in_transaction_session_timeout", "0"); // a slow disk of ours is no idling
    pinned.put("lock_timeout", Long.toString(LOCK_TIMEOUT.toMillis()));
    pinned.put("statement_timeout", Long.toString(settings.statementTimeout().toMillis()));
    return pinned;
  }
}
