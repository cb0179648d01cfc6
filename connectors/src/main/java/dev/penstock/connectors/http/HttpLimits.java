package dev.penstock.connectors.http;

import java.time.Duration;

/**
 * Bounds of a sender.
 *
 * @param connections open at most, and so requests at once
 * @param connect for reaching one address, and for the TLS handshake
 * @param request for a whole request, from waiting for a connection to the last byte of the answer
 */
public record HttpLimits(int connections, Duration connect, Duration request) {
  /** A host that takes longer to accept a connection is as good as down. */
  public static final Duration CONNECT = Duration.ofSeconds(10);

  /** What business tools need for a large batch, with room. */
  public static final Duration REQUEST = Duration.ofSeconds(30);

  /** How much of an answer is kept; a tool that says more is not read further. */
  public static final int ANSWER_MAX = 1 << 20;

  public HttpLimits {
    if (connections < 1 || connect.isNegative() || connect.isZero()) {
      throw new IllegalArgumentException(
          "A sender needs a connection and time to connect, but has "
              + connections
              + ", "
              + connect);
    }
    if (request.isNegative() || request.isZero()) {
      throw new IllegalArgumentException("A request needs time, but has " + request);
    }
  }

  public static HttpLimits of(int connections, Duration request) {
    return new HttpLimits(connections, request.compareTo(CONNECT) < 0 ? request : CONNECT, request);
  }
}
