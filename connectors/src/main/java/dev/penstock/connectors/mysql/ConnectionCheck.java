package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.HostCheck;
import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.connectors.jdbc.TlsMode;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Connection;

/** Tries a MySQL or MariaDB server step by step. Used once. */
final class ConnectionCheck extends HostCheck {
  private final MysqlSettings settings;
  private @Nullable Connection connection;

  ConnectionCheck(MysqlSettings settings) {
    super(settings.host(), settings.port(), settings.connectTimeout());
    this.settings = settings;
  }

  @Override
  protected String tcpAdvice() {
    return "Check the port, bind_address of the server and the firewalls between.";
  }

  @Override
  protected void close() {
    if (connection != null) {
      Session.closeQuietly(connection);
    }
  }

  @Override
  protected boolean tls(@Nullable InetAddress answering) {
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
    } catch (IOException | GeneralSecurityException e) {
      return failed(
          "The TLS handshake failed (" + e.getMessage() + ").",
          "Check the CA file (sslrootcert), the client certificate and its key.");
    }
  }

  @Override
  protected boolean login() {
    try {
      connection = Session.openForReading(settings);
      return passed("User " + settings.user() + " logged in to " + settings.database() + ".");
    } catch (SQLException e) {
      Refusal refusal = ErrorTable.login(e, settings);
      return failed("The login failed: " + refusal.why() + ".", refusal.remedy());
    }
  }

  @Override
  protected boolean rights() {
    if (connection == null) {
      return false;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION(), @@character_set_results")) {
      if (!row.next() || !"utf8mb4".equals(row.getString(2))) {
        return failed(
            "The server does not send text as utf8mb4.",
            "Connect to the server directly, not through a proxy that changes the session.");
      }
      String product = Session.isMariaDb(connection) ? "MariaDB " : "MySQL ";
      return passed(product + row.getString(1) + "; the transaction is read only.");
    } catch (SQLException e) {
      Refusal refusal = ErrorTable.query(e);
      return failed("The rights cannot be seen: " + refusal.why() + ".", refusal.remedy());
    }
  }
}
