package dev.penstock.server.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between the product and its ledger, which can be cut. Knows just enough of
 * PostgreSQL's protocol to cut at a commit. For any number of threads.
 */
final class Wire implements AutoCloseable {
  /** Where the next commit is cut. */
  enum Cut {
    NOWHERE,
    /** The server never hears of it. */
    BEFORE_THE_COMMIT,
    /** It is durable, and nobody is told. */
    AFTER_THE_COMMIT,
    /** Nothing passes any more, and nobody is let in. */
    EVERYWHERE
  }

  /** A simple or parsed query of the client, and the tag of the server's answer to it. */
  private static final String COMMIT = "COMMIT\0";

  private final ServerSocket door;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Cut cut = Cut.NOWHERE;
  private volatile int cuts;
  private int commitsLeft;

  Wire(int port) {
    this.port = port;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::letIn);
  }

  int port() {
    return door.getLocalPort();
  }

  /** How often it was cut. */
  int cuts() {
    return cuts;
  }

  void cut(Cut where) {
    cut(where, 1);
  }

  /**
   * Cuts.
   *
   * @param commits the how many-th commit from now on is meant
   */
  synchronized void cut(Cut where, int commits) {
    cut = where;
    commitsLeft = commits;
    if (where == Cut.EVERYWHERE) {
      cuts++;
      open.forEach(Wire::closeQuietly);
    }
  }

  private void letIn() {
    try {
      while (true) {
        Socket client = door.accept();
        if (cut == Cut.EVERYWHERE) {
          closeQuietly(client);
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server, Cut.BEFORE_THE_COMMIT));
        Thread.ofVirtual().start(() -> pass(server, client, Cut.AFTER_THE_COMMIT));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void pass(Socket from, Socket to, Cut here) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (true) {
        int length = in.read(buffer);
        if (length < 0) {
          return;
        }
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        if (text.contains(COMMIT) && isCut(here)) {
          return;
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // The other side is gone, and so is this one.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private synchronized boolean isCut(Cut here) {
    if (cut != here || --commitsLeft > 0) {
      return false;
    }
    cut = Cut.NOWHERE;
    cuts++;
    return true;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      open.forEach(Wire::closeQuietly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
