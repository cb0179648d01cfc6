package dev.penstock.connectors.sandbox.simulator;

import java.util.Objects;

/** A request that HTTP or JSON rules forbid; carries the status to answer. Never leaves here. */
final class RefusedRequest extends Exception {
  private final int status;
  private final String code;

  RefusedRequest(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String reason() {
    return Objects.requireNonNullElse(getMessage(), "");
  }
}
