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

  public CutProxy(int server, Cut cut) throws IOException {
    this.server = server;
    next = new AtomicReference<>(cut);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
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
