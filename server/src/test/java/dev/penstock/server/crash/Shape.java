package dev.penstock.server.crash;

import dev.penstock.connectors.sandbox.simulator.Level;

/** What a test's sync delivers to, and how much of it. */
enum Shape {
  /** Arrays of records, told apart by nothing but their keys. */
  ARRAY(Level.B, "in/things", 12_000),
  /** A request for each record, with an idempotency key. */
  RECORD(Level.A, "in/things", 300),
  /** A CRM that answers for each record of a batch. */
  SANDBOX(Level.A, "things", 12_000);

  private final Level level;
  private final String object;
  private final int rows;

  Shape(Level level, String object, int rows) {
    this.level = level;
    this.object = object;
    this.rows = rows;
  }

  Level level() {
    return level;
  }

  /** The name under which the simulated destination stores what arrives. */
  String object() {
    return object;
  }

  int rows() {
    return rows;
  }

  String action() {
    return this == SANDBOX ? "upsert" : "send";
  }

  String destination(int port) {
    return switch (this) {
      case ARRAY -> webhook(port, "array");
      case RECORD -> webhook(port, "record");
      case SANDBOX ->
          """
          destination: tool
          type: sandbox
          settings: {url: "http://127.0.0.1:%d", object: things, level: A}
          """
              .formatted(port);
    };
  }

  private String webhook(int port, String format) {
    return """
    destination: tool
    type: webhook
    settings:
      url: "http://127.0.0.1:%d/in/things"
      method: POST
      format: %s
      level: %s
      deleted: {method: DELETE}
    """
        .formatted(port, format, level);
  }

  String mapping() {
    return this == SANDBOX
        ? """
        mapping:
          id: $.properties.id
          properties:
            name: $.properties.name
            revision: $.properties.revision
            note: $.properties.note
        """
        : "";
  }

  String delivery() {
    return this == RECORD
        ? "delivery: {concurrency: 4, timeout: 2s}\n"
        : "delivery: {batch: {records: 500}, concurrency: 2, timeout: 2s}\n";
  }
}
