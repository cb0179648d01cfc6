package dev.penstock.engine.field;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a field holds. */
public enum FieldType {
  STRING("a string"),
  /** Longer text; on the wire a string. */
  TEXT("a string"),
  PASSWORD("a string"),
  NUMBER("a number"),
  INTEGER("an integer"),
  BOOLEAN("a boolean"),
  /** Any text that can be read as a date, or a number; sent as it is. */
  DATETIME("a string or number"),
  OBJECT("an object"),
  /** Whatever the mapping makes, as it is; nothing is converted, and nulls are sent. */
  ANYTHING("anything");

  private final String words;

  FieldType(String words) {
    this.words = words;
  }

  /** The type as messages name it. */
  String words() {
    return words;
  }

  boolean isText() {
    return this == STRING || this == TEXT || this == PASSWORD;
  }

  static Optional<FieldType> named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
