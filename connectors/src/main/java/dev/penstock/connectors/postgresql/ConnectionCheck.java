package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.TestStep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tries a connection step by step; each step that fails says what to do. Used once. */
final class ConnectionCheck {
  private static final List<String> STEPS = List.of("DNS", "TCP", "TLS", "login", "rights");

  private final PostgresSettings settings;
  private final List<TestStep> steps = new ArrayList<>();
  private InetAddress[] addresses = {};
  private @Nullable InetAddress answering;
  private @Nullable Connection connection;

  ConnectionCheck(PostgresSettings settings) {
    this.settings = settings;
  }

  List<TestStep> steps() {
    try {
      boolean ok = dns() && tcp() && tls() && login() && rights();
      for (int i = steps.size(); !ok && i < STEPS.size(); i++) {
        steps.add(TestStep.skipped(STEPS.get(i)));
      }
      return List.copyOf(steps);
    } finally {
      if (connection != null) {
        Session.closeQuietly(connection);
      }
    }
  }

  private boolean passed(String detail) {
    return steps.add(TestStep.passed(STEPS.get(steps.size()), detail));
  }

  private boolean failed(String detail, String remedy) {
    steps.add(TestStep.failed(STEPS.get(steps.size()), detail, remedy));
    return false;
  }

  private boolean dns() {
    try {
      addresses = InetAddress.getAllByName(settings.host());
    } catch (UnknownHostException e) {
      return failed(
          "The host " + settings.host() + " has no address.",
          "Correct the host's name, or ask for the DNS of this machine.");
    }
    return passed(
        settings.host()
            + " is "
            + Arrays.stream(addresses)
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", "))
            + ".");
  }

  private boolean tcp() {
    String why = "";
    for (InetAddress address : addresses) {
      var target = new InetSocketAddress(address, settings.port());
      try (Socket socket = new Socket()) {
        socket.connect(target, (int) settings.connectTimeout().toMillis());
        answering = address;
        return passed("Port " + settings.port() + " at " + address.getHostAddress() + " answers.");
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    return failed(
        "Port " + settings.port() + " cannot be reached (" + why + ").",
        "Check the port, listen_addresses of the server and the firewalls between.");
  }

  private boolean tls() {
    TlsMode mode = settings.tls().mode();
    if (mode == TlsMode.DISABLE || answering == null) {
      return passed("TLS is not used, because sslmode is disable.");
    }
    try {
      return switch (TlsProbe.shake(settings, answering)) {
        case TlsProbe.Seen.NotOffered() ->
            mode.demandsTls()
                ? failed(
                    "The server offers no TLS and sslmode is " + mode.word() + ".",
                    "Switch TLS on at the server, or set sslmode to prefer on a trusted network.")
                : passed("The server offers no TLS; sslmode prefer goes on without it.");
        case TlsProbe.Seen.WrongName(String subject) ->
            failed(
                "The server's certificate is for "
                    + subject
                    + " and does not name "
                    + settings.host()
                    + ".",
                "Use the host name that the certificate has, or set sslmode to verify-ca.");
        case TlsProbe.Seen.Trusted(String protocol, String subject) ->
            passed(
                protocol
                    + " with "
                    + subject
                    + (mode.checksCertificate()
                        ? ", checked."
                        : ", not checked (" + mode.word() + ")."));
      };
    } catch (IOException | SQLException e) {
      return failed(
          "The TLS handshake failed (" + e.getMessage() + ").",
          "Check the CA file (sslrootcert), the client certificate and its key.");
    } catch (PenstockException e) {
      return failed(String.valueOf(e.getMessage()), e.code().advice());
    }
  }

  private boolean login() {
    try {
      connection = Session.open(settings);
      return passed("User " + settings.user() + " logged in to " + settings.database() + ".");
    } catch (SQLException e) {
      Refusal refusal = ErrorTable.login(e, settings);
      return failed("The login failed: " + refusal.why() + ".", refusal.remedy());
    }
  }

  private boolean rights() {
    if (connection == null) {
      return false;
    }
    String sql =
        """
        SELECT pg_catalog.current_setting('server_version'),
          pg_catalog.current_setting('transaction_read_only') = 'on',
          pg_catalog.pg_is_in_recovery(),
          (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
        """;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next() || !row.getBoolean(2)) {
        return failed(
            "The server does not keep the transaction read only.",
            "Connect to the server directly or through a pooler in transaction or session mode.");
      }
      return passed(
          "PostgreSQL "
              + row.getString(1)
              + (row.getBoolean(3) ? ", a standby" : "")
              + "; the transaction is read only."
              + (row.getBoolean(4)
                  ? " The user is a superuser; a role with SELECT only is safer."
                  : ""));
    } catch (SQLException e) {
      Refusal refusal = ErrorTable.query(e);
      return failed("The rights cannot be seen: " + refusal.why() + ".", refusal.remedy());
    }
  }
}
