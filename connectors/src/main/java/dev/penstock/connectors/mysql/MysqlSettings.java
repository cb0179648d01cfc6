package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.Password;
import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsFiles;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a MySQL or MariaDB server is and how to log in. There is no raw JDBC URL on purpose: driver
 * properties can read files and load classes, so only these fields reach the driver.
 *
 * @param host a host name or an IP address, without port
 * @param port the TCP port
 * @param database the database's name, exact
 * @param user the user to log in as; it needs SELECT only
 * @param password absent where the server asks for none
 * @param tls how the connection is protected
 * @param statementTimeout how long one statement may take, at the server
 * @param connectTimeout how long the host may take to answer and to log in
 */
public record MysqlSettings(
    String host,
    int port,
    String database,
    String user,
    Optional<Password> password,
    Tls tls,
    Duration statementTimeout,
    Duration connectTimeout) {
  public static final int PORT_DEFAULT = 3306;

  /** Long enough for a heavy model at night, short enough to be noticed the next morning. */
  public static final Duration STATEMENT_TIMEOUT_DEFAULT = Duration.ofHours(1);

  /** A server that answers later than this is not usable anyway. */
  public static final Duration CONNECT_TIMEOUT_DEFAULT = Duration.ofSeconds(10);

  private static final int PORT_MAX = 65_535;
  private static final Duration TIMEOUT_MAX = Duration.ofDays(7); // milliseconds fit an int
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");

  public MysqlSettings {
    List<String> problems = new ArrayList<>();
    if (!HOST.matcher(host).matches()) {
      problems.add("host must be a host name or an IP address without port");
    }
    if (port < 1 || port > PORT_MAX) {
      problems.add("port must be between 1 and " + PORT_MAX);
    }
    if (database.isBlank()) {
      problems.add("database is missing");
    }
    if (user.isBlank()) {
      problems.add("user is missing");
    }
    checkTls(tls, problems);
    checkTimeout("statement_timeout", statementTimeout, problems);
    checkTimeout("connect_timeout", connectTimeout, problems);
    if (!problems.isEmpty()) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The settings of the MySQL server at \""
              + host
              + "\" are not valid: "
              + String.join("; ", problems)
              + ". Correct them and try again.");
    }
  }

  private static void checkTls(Tls tls, List<String> problems) {
    boolean pkcs12 = tls.key().map(TlsFiles::isPkcs12).orElse(false);
    if (tls.cert().isPresent() && tls.key().isEmpty()) {
      problems.add("sslcert needs sslkey");
    }
    if (tls.key().isPresent() && tls.cert().isEmpty() && !pkcs12) {
      problems.add("sslkey needs sslcert (only a PKCS 12 file holds both)");
    }
    if (!tls.mode().checksCertificate() && tls.rootCert().isPresent()) {
      problems.add(
          "sslrootcert is only looked at with verify-ca or verify-full, not with "
              + tls.mode().word());
    }
  }

  private static void checkTimeout(String name, Duration timeout, List<String> problems) {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
      problems.add(name + " must be between 1 second and 7 days");
    }
  }

  /** Everything else by default: TLS when offered, no password. */
  public static MysqlSettings of(String host, int port, String database, String user) {
    return new MysqlSettings(
        host,
        port,
        database,
        user,
        Optional.empty(),
        Tls.of(TlsMode.PREFER),
        STATEMENT_TIMEOUT_DEFAULT,
        CONNECT_TIMEOUT_DEFAULT);
  }

  public MysqlSettings withPassword(String value) {
    return new MysqlSettings(
        host,
        port,
        database,
        user,
        Optional.of(new Password(value)),
        tls,
        statementTimeout,
        connectTimeout);
  }

  public MysqlSettings withTls(Tls other) {
    return new MysqlSettings(
        host, port, database, user, password, other, statementTimeout, connectTimeout);
  }

  public MysqlSettings withTimeouts(Duration statement, Duration connect) {
    return new MysqlSettings(host, port, database, user, password, tls, statement, connect);
  }

  /** For messages: {@code db.example.org:3306/shop}. */
  public String place() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/" + database;
  }
}
