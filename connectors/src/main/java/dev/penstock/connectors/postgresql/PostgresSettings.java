package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.Password;
import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL server is and how to log in. There is no raw JDBC URL on purpose: driver
 * properties can load classes and write files, so only these fields reach the driver.
 *
 * @param host a host name or an IP address, without port
 * @param port the TCP port
 * @param database the database's name, exact
 * @param user the role to log in as; it needs CONNECT and SELECT only
 * @param password absent where the server trusts the client or knows its certificate; neither
 *     {@code .pgpass} nor the environment is read
 * @param tls how the connection is protected
 * @param statementTimeout how long reading one model may take, at the server
 * @param connectTimeout how long each address of the host may take to answer and to log in
 * @param options server settings of the reading transaction, of {@link #OPTIONS_ALLOWED} only
 */
public record PostgresSettings(
    String host,
    int port,
    String database,
    String user,
    Optional<Password> password,
    Tls tls,
    Duration statementTimeout,
    Duration connectTimeout,
    Map<String, String> options) {
  public static final int PORT_DEFAULT = 5432;

  /** Long enough for a heavy model at night, short enough to be noticed the next morning. */
  public static final Duration STATEMENT_TIMEOUT_DEFAULT = Duration.ofHours(1);

  /** A server that answers later than this is not usable anyway. */
  public static final Duration CONNECT_TIMEOUT_DEFAULT = Duration.ofSeconds(10);

  /** Settings that change what is found or how fast, and can neither write nor load anything. */
  public static final Set<String> OPTIONS_ALLOWED =
      Collections.unmodifiableSet(
          new java.util.TreeSet<>(
              Set.of(
                  "search_path",
                  "role",
                  "work_mem",
                  "jit",
                  "enable_nestloop",
                  "max_parallel_workers_per_gather",
                  "random_page_cost")));

  private static final int PORT_MAX = 65_535;
  private static final Duration TIMEOUT_MAX = Duration.ofDays(7); // milliseconds fit an int

  /** No slash, question mark, comma or at sign: those would be read as parts of a JDBC URL. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");

  public PostgresSettings {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
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
    for (String option : options.keySet()) {
      if (!OPTIONS_ALLOWED.contains(option)) {
        problems.add("option " + option + " is not among " + String.join(", ", OPTIONS_ALLOWED));
      }
    }
    if (!problems.isEmpty()) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The settings of the PostgreSQL source at \""
              + host
              + "\" are not valid: "
              + String.join("; ", problems)
              + ". Correct them and try again.");
    }
  }

  private static void checkTls(Tls tls, List<String> problems) {
    boolean pkcs12 = tls.key().map(ClientKey::isPkcs12).orElse(false);
    if (tls.cert().isPresent() && tls.key().isEmpty()) {
      problems.add("sslcert needs sslkey");
    }
    if (tls.key().isPresent() && tls.cert().isEmpty() && !pkcs12) {
      problems.add("sslkey needs sslcert (only a PKCS 12 file holds both)");
    }
    if (tls.mode().checksCertificate() && tls.key().isPresent() && tls.rootCert().isEmpty()) {
      problems.add("a client certificate with " + tls.mode().word() + " needs sslrootcert");
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
  public static PostgresSettings of(String host, int port, String database, String user) {
    return new PostgresSettings(
        host,
        port,
        database,
        user,
        Optional.empty(),
        Tls.of(TlsMode.PREFER),
        STATEMENT_TIMEOUT_DEFAULT,
        CONNECT_TIMEOUT_DEFAULT,
        Map.of());
  }

  public PostgresSettings withPassword(String value) {
    return new PostgresSettings(
        host,
        port,
        database,
        user,
        Optional.of(new Password(value)),
        tls,
        statementTimeout,
        connectTimeout,
        options);
  }

  public PostgresSettings withTls(Tls other) {
    return new PostgresSettings(
        host, port, database, user, password, other, statementTimeout, connectTimeout, options);
  }

  public PostgresSettings withTimeouts(Duration statement, Duration connect) {
    return new PostgresSettings(
        host, port, database, user, password, tls, statement, connect, options);
  }

  public PostgresSettings withOptions(Map<String, String> other) {
    return new PostgresSettings(
        host, port, database, user, password, tls, statementTimeout, connectTimeout, other);
  }

  /** For messages: {@code db.example.org:5432/shop}. */
  String place() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/" + database;
  }
}
