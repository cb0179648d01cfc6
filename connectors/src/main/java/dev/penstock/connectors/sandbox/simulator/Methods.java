package dev.penstock.connectors.sandbox.simulator;

import java.util.List;

/** The request methods that are understood, most frequent first. */
final class Methods {
  static final List<String> KNOWN =
      List.of("POST", "PUT", "GET", "DELETE", "PATCH", "HEAD", "OPTIONS");

  private Methods() {}
}
