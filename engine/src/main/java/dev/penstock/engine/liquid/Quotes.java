package dev.penstock.engine.liquid;

import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Text;

/** Texts in quotes. */
final class Quotes {
  private Quotes() {}

  /** As a message shows it. */
  static String quoted(String text) {
    return JsText.json(Text.of(text)).orElseThrow();
  }

  /** What the character after a backslash stands for. */
  static char escape(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> c;
    };
  }
}
