package dev.penstock.storage.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Proposes a port on the loopback address. Another process may take it before the server does. */
@FunctionalInterface
interface Ports {
  /** A port that is free now. */
  int next() throws IOException;

  /** Lets the operating system choose. */
  static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
