package dev.penstock.connectors.http;

import java.util.Objects;

/** A text that must never be shown. Prints as {@code ***}; only the sender asks for its value. */
public record Secret(String value) {
  public Secret {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return "***";
  }
}
