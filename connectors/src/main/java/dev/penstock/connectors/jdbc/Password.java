package dev.penstock.connectors.jdbc;

import java.util.Objects;

/** A password in the clear; prints as {@code ***} so that it never reaches a log or message. */
public record Password(String value) {
  public Password {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return "***";
  }
}
