package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.TlsMode;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Properties;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.postgresql.core.SocketFactoryFactory;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

/**
 * Asks a server for TLS and shakes hands, without logging in. The request is eight bytes and the
 * answer one, S or N (manual, chapter Frontend/Backend Protocol, "SSL Session Encryption").
 */
final class TlsProbe {
  private static final int REQUEST_LENGTH = 8;
  private static final int REQUEST_CODE = 80877103;

  private TlsProbe() {}

  /** What a handshake showed. */
  sealed interface Seen {
    record NotOffered() implements Seen {}

    record WrongName(String subject) implements Seen {}

    record Trusted(String protocol, String subject) implements Seen {}
  }

  /** Whether the server answers and says that it has no TLS. */
  static boolean refusesTls(PostgresSettings settings) {
    try (Socket socket = new Socket()) {
      return !ask(socket, new InetSocketAddress(settings.host(), settings.port()), settings);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Shakes hands as the mode demands.
   *
   * @throws IOException when the certificate is not trusted or the handshake fails otherwise
   * @throws SQLException when the files of the settings cannot be used
   */
  static Seen shake(PostgresSettings settings, InetAddress address)
      throws IOException, SQLException {
    try (Socket socket = new Socket()) {
      if (!ask(socket, new InetSocketAddress(address, settings.port()), settings)) {
        return new Seen.NotOffered();
      }
      Properties properties = Session.properties(settings);
      SSLSocketFactory factory = SocketFactoryFactory.getSslSocketFactory(properties);
      try (SSLSocket secured =
          (SSLSocket) factory.createSocket(socket, settings.host(), settings.port(), true)) {
        secured.startHandshake();
        if (factory instanceof LibPQFactory files) {
          files.throwKeyManagerException();
        }
        return seen(settings, secured.getSession());
      }
    }
  }

  private static Seen seen(PostgresSettings settings, SSLSession session)
      throws SSLPeerUnverifiedException {
    String subject = session.getPeerPrincipal().getName();
    boolean named =
        settings.tls().mode() != TlsMode.VERIFY_FULL
            || PGjdbcHostnameVerifier.INSTANCE.verify(settings.host(), session);
    return named ? new Seen.Trusted(session.getProtocol(), subject) : new Seen.WrongName(subject);
  }

  private static boolean ask(Socket socket, InetSocketAddress address, PostgresSettings settings)
      throws IOException {
    int millis = (int) settings.connectTimeout().toMillis();
    socket.connect(address, millis);
    socket.setSoTimeout(millis);
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(REQUEST_LENGTH);
    out.writeInt(REQUEST_CODE);
    out.flush();
    return switch (socket.getInputStream().read()) {
      case 'S' -> true;
      case 'N' -> false;
      default -> throw new IOException("the server does not speak PostgreSQL's protocol");
    };
  }
}
