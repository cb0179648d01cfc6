package dev.penstock.testkit.destination;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server on loopback that does to each request what a script says. It speaks through raw sockets,
 * so that it can also do what no server should. Thread-safe; closing it ends every connection.
 */
public final class ScriptedServer implements AutoCloseable {
  private static final int LINE_MAX = 64 * 1024;

  private final ServerSocket socket;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Function<Received, Behaviour> script;

  private ScriptedServer(ServerSocket socket) {
    this.socket = socket;
    this.script = request -> Behaviour.respond(200, "{}");
  }

  /** Listens on a free port. */
  public static ScriptedServer start() {
    try {
      var server = new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().name("scripted-server").start(server::accept);
      return server;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Does this to every request from now on. */
  public void script(Function<Received, Behaviour> next) {
    script = next;
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** What came so far, in order of arrival. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** How many connections were opened so far. */
  public int connections() {
    return accepted.get();
  }

  @Override
  public void close() {
    closed.countDown();
    close(socket);
    connections.forEach(ScriptedServer::close);
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        accepted.incrementAndGet();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException over) {
      // The server was closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      while (true) {
        Optional<Received> request = read(in);
        if (request.isEmpty()) {
          return;
        }
        received.add(request.get());
        if (!act(script.apply(request.get()), out)) {
          return;
        }
      }
    } catch (IOException gone) {
      // The other side closed, which is its right.
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private boolean act(Behaviour behaviour, OutputStream out)
      throws IOException, InterruptedException {
    return switch (behaviour) {
      case Behaviour.Respond(int status, var headers, byte[] body) -> {
        var head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (status != 204) {
          head.append("Content-Length: " + body.length + "\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
        yield true;
      }
      case Behaviour.Silence _ -> {
        closed.await();
        yield false;
      }
      case Behaviour.HangUp _ -> false;
      case Behaviour.Drip(var every) -> {
        out.write(
            "HTTP/1.1 200 Scripted\r\nContent-Length: 100000\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
          out.write(' ');
          out.flush();
        }
        yield false;
      }
      case Behaviour.Raw(byte[] bytes) -> {
        out.write(bytes);
        out.flush();
        yield false;
      }
    };
  }

  private static Optional<Received> read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = first.split(" ", 3);
    var headers = new LinkedHashMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return Optional.of(new Received(parts[0], parts[1], Map.copyOf(headers), body));
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && text.length() < LINE_MAX; c = in.read()) {
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  private static void close(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception alreadyGone) {
      // Closing is all that was wanted.
    }
  }
}
