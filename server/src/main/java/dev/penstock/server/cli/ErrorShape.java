package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A command that failed, in JSON. */
record ErrorShape(@JsonProperty("format_version") int formatVersion, Fault error) {
  record Fault(String code, String message, String hint) {}

  static ErrorShape of(String code, String message, String hint) {
    return new ErrorShape(JsonOutput.FORMAT_VERSION, new Fault(code, message, hint));
  }
}
