package dev.penstock.connectors.sandbox.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections, each on a virtual thread of its own, and ends those that stand still. */
final class Listener {
  /** More than any client's pool; further connections are closed at once. */
  private static final int CONNECTIONS_MAX = 4096;

  /** Connections that may wait to be accepted. */
  private static final int BACKLOG = 512;

  private static final Duration WATCH_EVERY = Duration.ofMillis(100);

  private final ServerSocket server = new ServerSocket();
  private final Destination destination;
  private final Duration readTimeout;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  Listener(SimulatorSettings settings, Destination destination, Duration readTimeout)
      throws IOException {
    this.destination = destination;
    this.readTimeout = readTimeout;
    try {
      server.setReuseAddress(true);
      var address = InetAddress.getByName(settings.bind());
      server.bind(new InetSocketAddress(address, settings.port()), BACKLOG);
    } catch (IOException taken) {
      server.close();
      throw new IOException(
          "Simulated destination: cannot listen on %s port %d (%s). Choose another port or 0 for any free one (simulator.port)."
              .formatted(settings.bind(), settings.port(), taken.getMessage()),
          taken);
    }
  }

  void start() {
    Thread.ofVirtual().name("simulator-accept").start(this::accept);
    Thread.ofVirtual().name("simulator-watch").start(this::watch);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    long number = 0;
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (connections.size() >= CONNECTIONS_MAX) {
          socket.close();
          continue;
        }
        var connection = new Connection(socket, ++number, destination, readTimeout);
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException closedOrRefused) {
        // Either the server was closed, which ends the loop, or one peer left early.
      }
    }
  }

  private void serve(Connection connection) {
    try {
      connection.run();
    } finally {
      connections.remove(connection);
    }
  }

  private void watch() {
    while (destination.pauses().pause(WATCH_EVERY)) {
      connections.forEach(Connection::closeWhenDue);
    }
  }

  void close() throws IOException {
    server.close();
    connections.forEach(Connection::close);
  }
}
