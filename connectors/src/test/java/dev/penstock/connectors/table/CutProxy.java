package dev.penstock.connectors.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Stands between driver and server and cuts the first connection that sends a COMMIT. */
public final class CutProxy implements AutoCloseable {
  /** Not the isolation level that is called after it. */
  private static final Pattern COMMIT = Pattern.compile("COMMIT(?!TED)");

  /** Where it cuts. */
  public enum Cut {
    NEVER,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private final ServerSocket listener;
  private final int server;
  private final AtomicReference<Cut> next;
  private final String awaited;
  private final AtomicReference<Runnable> meanwhile;

  public CutProxy(int server, Cut cut) throws IOException {
    this(server, cut, "", () -> {});
  }

  private CutProxy(int server, Cut cut, String awaited, Runnable meanwhile) throws IOException {
    this.server = server;
    this.awaited = awaited;
    this.meanwhile = new AtomicReference<>(meanwhile);
    next = new AtomicReference<>(cut);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Cuts nothing, but something happens just before the first statement with this text arrives. */
  public static CutProxy before(String text, int server, Runnable meanwhile) throws IOException {
    return new CutProxy(server, Cut.NEVER, text, meanwhile);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
        Thread.ofVirtual().start(() -> up(client, target));
        Thread.ofVirtual().start(() -> down(target, client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void up(Socket client, Socket target) {
    byte[] bytes = new byte[1 << 16];
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = target.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        String text = new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
        if (text.contains(awaited)) {
          meanwhile.getAndSet(() -> {}).run();
        }
        boolean commit = COMMIT.matcher(text).find();
        Cut cut = commit ? next.getAndSet(Cut.NEVER) : Cut.NEVER;
        if (cut == Cut.BEFORE_COMMIT) {
          return; // the server's side stays open, as behind a broken network
        }
        if (cut == Cut.AFTER_COMMIT) {
          client.close();
        }
        out.write(bytes, 0, read);
        out.flush();
      }
      target.close();
    } catch (IOException cut) {
      // The other side is gone too.
    }
  }

  private static void down(Socket target, Socket client) {
    try (client) {
      target.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException cut) {
      // The other side is gone too.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
