package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.HostCheck;
import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.PenstockException;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Tries a PostgreSQL server step by step. Used once. */
final class ConnectionCheck extends HostCheck {
  private final PostgresSettings settings;
  private @Nullable Connection connection;

  ConnectionCheck(PostgresSettings settings) {
    super(settings.host(), settings.port(), settings.connectTimeout());
    this.settings = settings;
  }

  @Override
  protected String tcpAdvice() {
    return "Check the port, listen_addresses of the server and the firewalls between.";
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
    } catch (IOException | SQLException e) {
      return failed(
          "The TLS handshake failed (" + e.getMessage() + ").",
          "Check the CA file (sslrootcert), the client certificate and its key.");
    } catch (PenstockException e) {
      return failed(String.valueOf(e.getMessage()), e.code().advice());
    }
  }

  @Override
  protected boolean login() {
    try {
      connection = Session.open(settings);
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
