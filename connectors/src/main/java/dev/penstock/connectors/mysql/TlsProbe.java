package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.TlsFiles;
import dev.penstock.connectors.jdbc.TlsMode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.mariadb.jdbc.client.tls.HostnameVerifier;

/**
 * Reads a server's greeting and shakes hands for TLS, without logging in. The greeting is the
 * packet HandshakeV10 and the request for TLS the packet SSLRequest (MySQL internals, "Connection
 * Phase Packets").
 */
final class TlsProbe {
  private static final int PROTOCOL_10 = 10;
  private static final int ERROR = 0xff;
  private static final int GREETING_MAX = 4096;

  /** After the version: thread id, eight bytes of challenge, a filler. */
  private static final int BEFORE_CAPABILITIES = 4 + 8 + 1;

  private static final int CLIENT_PROTOCOL_41 = 0x200;
  private static final int CLIENT_SSL = 0x800;
  private static final int CLIENT_SECURE_CONNECTION = 0x8000;
  private static final int PACKET_MAX = 1 << 24;
  private static final byte UTF8MB4 = 45;
  private static final int REQUEST_LENGTH = 32;

  private TlsProbe() {}

  /** What a handshake showed. */
  sealed interface Seen {
    record NotOffered() implements Seen {}

    record WrongName(String subject) implements Seen {}

    record Trusted(String protocol, String subject) implements Seen {}
  }

  /** Whether the server answers and says that it has no TLS. */
  static boolean refusesTls(MysqlSettings settings) {
    try (Socket socket = new Socket()) {
      return !offered(socket, new InetSocketAddress(settings.host(), settings.port()), settings);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Shakes hands as the mode demands.
   *
   * @throws IOException when the certificate is not trusted or the handshake fails otherwise
   * @throws GeneralSecurityException when the files of the settings cannot be used
   */
  static Seen shake(MysqlSettings settings, InetAddress address)
      throws IOException, GeneralSecurityException {
    try (Socket socket = new Socket()) {
      if (!offered(socket, new InetSocketAddress(address, settings.port()), settings)) {
        return new Seen.NotOffered();
      }
      request(socket.getOutputStream());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(TlsFiles.shown(settings.tls()), TlsFiles.trusted(settings.tls()), null);
      try (SSLSocket secured =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(socket, settings.host(), settings.port(), true)) {
        secured.startHandshake();
        return seen(settings, secured.getSession());
      }
    }
  }

  private static Seen seen(MysqlSettings settings, SSLSession session) throws SSLException {
    String subject = session.getPeerPrincipal().getName();
    if (settings.tls().mode() == TlsMode.VERIFY_FULL) {
      try {
        var certificate = (X509Certificate) session.getPeerCertificates()[0];
        HostnameVerifier.verify(settings.host(), certificate, 0);
      } catch (SSLException e) {
        return new Seen.WrongName(subject);
      }
    }
    return new Seen.Trusted(session.getProtocol(), subject);
  }

  private static boolean offered(Socket socket, InetSocketAddress address, MysqlSettings settings)
      throws IOException {
    int millis = (int) settings.connectTimeout().toMillis();
    socket.connect(address, millis);
    socket.setSoTimeout(millis);
    var in = new DataInputStream(socket.getInputStream());
    int length = in.read() | in.read() << 8 | in.read() << 16;
    in.readByte(); // the packet's number
    if (length < 1 || length > GREETING_MAX) {
      throw new IOException("the server does not speak MySQL's protocol");
    }
    ByteBuffer greeting = ByteBuffer.wrap(in.readNBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
    int protocol = greeting.remaining() == length ? greeting.get() & 0xff : 0;
    if (protocol == ERROR) {
      throw new IOException("the server turns connections away");
    }
    if (protocol != PROTOCOL_10) {
      throw new IOException("the server does not speak MySQL's protocol");
    }
    while (greeting.hasRemaining() && greeting.get() != 0) {
      // the server's version
    }
    if (greeting.remaining() < BEFORE_CAPABILITIES + Short.BYTES) {
      throw new IOException("the server's greeting is too short");
    }
    greeting.position(greeting.position() + BEFORE_CAPABILITIES);
    return (greeting.getShort() & CLIENT_SSL) != 0;
  }

  private static void request(OutputStream out) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(4 + REQUEST_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    packet.putInt(REQUEST_LENGTH | 1 << 24); // three bytes of length, then the packet's number
    packet.putInt(CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION);
    packet.putInt(PACKET_MAX);
    packet.put(UTF8MB4);
    out.write(packet.array());
    out.flush();
  }
}
