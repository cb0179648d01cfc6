package dev.penstock.connectors.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A forward proxy on loopback that answers as it is told, and lets through what it accepts. */
final class PretendProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final String answer;
  private final Thread accepting;

  private PretendProxy(ServerSocket socket, String answer) {
    this.socket = socket;
    this.answer = answer;
    accepting = Thread.ofVirtual().unstarted(this::accept);
  }

  /** A proxy that makes every connection it is asked for. */
  static PretendProxy open() {
    return answering("200 Connection established");
  }

  /**
   * A proxy that answers so; it connects only after a 200.
   *
   * @param answer status and reason; empty to hang up
   */
  static PretendProxy answering(String answer) {
    try {
      var proxy =
          new PretendProxy(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), answer);
      proxy.accepting.start();
      return proxy;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** The heads of the requests to it, in order. */
  List<String> heads() {
    return heads;
  }

  /** The port is closed when this returns, not only soon. */
  @Override
  public void close() throws IOException {
    socket.close();
    try {
      accepting.join();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException over) {
      // The proxy was closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      heads.add(head);
      OutputStream out = client.getOutputStream();
      boolean tunnel = head.startsWith("CONNECT ");
      boolean lets = answer.startsWith("200");
      if (!answer.isEmpty()) {
        String more = tunnel && lets ? "" : "Content-Length: 0\r\n";
        out.write(("HTTP/1.1 " + answer + "\r\n" + more + "\r\n").getBytes(US_ASCII));
        out.flush();
      }
      if (tunnel && lets) {
        pass(client, Integer.parseInt(head.replaceFirst("(?s)CONNECT [^ ]*:(\\d+) .*", "$1")));
      }
    } catch (IOException gone) {
      // One of the two sides closed, which is its right.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void pass(Socket client, int port) throws IOException {
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread.ofVirtual().start(() -> copy(target, client));
      client.getInputStream().transferTo(target.getOutputStream());
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.close();
    } catch (IOException gone) {
      // The same.
    }
  }
}
