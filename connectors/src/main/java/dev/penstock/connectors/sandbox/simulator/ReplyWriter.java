package dev.penstock.connectors.sandbox.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes answers to one connection, properly or as a fault demands. One thread only. */
final class ReplyWriter {
  private static final byte[] OK_BYTES =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
          .getBytes(StandardCharsets.US_ASCII);

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(204, "No Content"),
          Map.entry(207, "Multi-Status"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(404, "Not Found"),
          Map.entry(413, "Content Too Large"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  /** What a peer may still send after our last word before we hang up on it. */
  private static final long DRAINED_MAX = 2L * RequestReader.BODY_MAX;

  private static final Duration DRAIN_TIME = Duration.ofSeconds(2);

  private final Socket socket;
  private final OutputStream out;
  private final Deadline deadline;
  private final Pauses pauses;
  private final ByteSink sink = new ByteSink(8 * 1024);

  ReplyWriter(Socket socket, OutputStream out, Deadline deadline, Pauses pauses) {
    this.socket = socket;
    this.out = out;
    this.deadline = deadline;
    this.pauses = pauses;
  }

  /** Sends the answer of a request as the wire says; whether the connection may go on. */
  boolean send(Reply reply, Wire wire, boolean keepAlive, boolean withBody) throws IOException {
    return switch (wire) {
      case Wire.Plain plain -> plain(reply, keepAlive, withBody);
      case Wire.Drop drop -> false;
      case Wire.Rst rst -> {
        socket.setSoLinger(true, 0);
        yield false;
      }
      case Wire.HalfClose half -> {
        deadline.reading();
        endOutputAndDrain();
        yield false;
      }
      case Wire.Drips(Duration every, int bytes) -> drip(reply, every, bytes, keepAlive);
      case Wire.Truncated cut -> {
        byte[] body = Arrays.copyOf(reply.body(), reply.body().length / 2);
        yield plain(new Reply(reply.status(), reply.headers(), body), keepAlive, withBody);
      }
      case Wire.Bomb(int megabytes) ->
          plain(
              new Reply(reply.status(), reply.headers(), bomb(megabytes))
                  .withHeader("Content-Encoding", "gzip"),
              keepAlive,
              withBody);
      case Wire.Length(int by) -> {
        sink.clear();
        head(reply, Math.max(0, reply.body().length + by), true);
        sink.raw(reply.body(), 0, reply.body().length);
        flush();
        yield false;
      }
    };
  }

  private boolean plain(Reply reply, boolean keepAlive, boolean withBody) throws IOException {
    deadline.writing();
    if (reply == Reply.OK && keepAlive) {
      out.write(OK_BYTES);
      return true;
    }
    sink.clear();
    byte[] body = reply.body();
    head(reply, body.length, keepAlive);
    boolean mayHaveBody = reply.status() != 204 && reply.status() != 304;
    if (withBody && mayHaveBody) {
      sink.raw(body, 0, body.length);
    }
    flush();
    return keepAlive;
  }

  /** Answers a request that could not be read, and lets the peer finish, so that it sees this. */
  void refuse(Reply reply) throws IOException {
    plain(reply, false, true);
    var timer =
        Thread.ofVirtual()
            .start(
                () -> {
                  if (pauses.pause(DRAIN_TIME)) {
                    close(socket);
                  }
                });
    endOutputAndDrain();
    timer.interrupt();
  }

  private void endOutputAndDrain() throws IOException {
    socket.shutdownOutput();
    InputStream in = socket.getInputStream();
    byte[] waste = new byte[16 * 1024];
    long drained = 0;
    for (int read = 0; read >= 0 && drained < DRAINED_MAX; read = in.read(waste)) {
      drained += read;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Closing is all that was wanted.
    }
  }

  private boolean drip(Reply reply, Duration every, int bytes, boolean keepAlive)
      throws IOException {
    byte[] body = reply.body();
    int length = Math.max(bytes, body.length);
    sink.clear();
    head(reply, length, keepAlive);
    flush();
    for (int i = 0; i < length; i++) {
      if (!pauses.pause(every)) {
        return false;
      }
      deadline.writing();
      out.write(i < body.length ? body[i] : ' ');
      deadline.none();
    }
    return keepAlive;
  }

  private void head(Reply reply, int length, boolean keepAlive) {
    sink.ascii("HTTP/1.1 ").number(reply.status()).one(' ');
    sink.ascii(REASONS.getOrDefault(reply.status(), "Simulated"));
    for (var header : reply.headers().entrySet()) {
      byte[] value = header.getValue().getBytes(StandardCharsets.UTF_8);
      sink.ascii("\r\n").ascii(header.getKey()).ascii(": ").raw(value, 0, value.length);
    }
    if (reply.status() != 204) {
      sink.ascii("\r\nContent-Length: ").number(length);
    }
    sink.ascii(keepAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
  }

  private void flush() throws IOException {
    deadline.writing();
    out.write(sink.array(), 0, sink.length());
    deadline.none();
  }

  /** Valid JSON, so that only the size is wrong with it. */
  private static byte[] bomb(int megabytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed, 64 * 1024)) {
      byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      gzip.write('{');
      for (int i = 0; i < megabytes; i++) {
        gzip.write(spaces);
      }
      gzip.write('}');
    }
    return packed.toByteArray();
  }
}
