package dev.penstock.connectors.sandbox.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sees bytes: one TCP connection to a simulator. */
final class Wiretap implements AutoCloseable {
  /** Far beyond any wait in these tests; reached only when one of them fails. */
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;

  Wiretap(Simulator simulator) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  /** An answer as it came; header names in lower case. */
  record Seen(int status, Map<String, String> headers, String latin) {
    byte[] bytes() {
      return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    String body() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  Wiretap raw(String text) throws IOException {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  Wiretap raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  Seen ask(String method, String target, String body, String... headers) throws IOException {
    return send(method, target, body, headers).seen();
  }

  Wiretap send(String method, String target, String body, String... headers) throws IOException {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: sim\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return raw(head + "Content-Length: " + length + "\r\n\r\n" + body);
  }

  /** Reads one answer by its Content-Length. */
  Seen seen() throws IOException {
    InputStream in = socket.getInputStream();
    String[] status = line(in).split(" ", 3);
    var headers = new TreeMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    int code = Integer.parseInt(status[1]);
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = code == 100 ? new byte[0] : in.readNBytes(length);
    return new Seen(code, headers, new String(body, StandardCharsets.ISO_8859_1));
  }

  /** Whatever comes until the other side ends its direction. */
  byte[] rest() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed after " + line.size() + " bytes of a line");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
