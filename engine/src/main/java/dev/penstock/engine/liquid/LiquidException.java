package dev.penstock.engine.liquid;

/** A template cannot be parsed or rendered; the message ends with line and column. */
public final class LiquidException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LiquidException(String message) {
    // Without a stack trace: the message is for the template's author, and a million rows may fail.
    super(message, null, false, false);
  }

  static LiquidException at(String source, int position, String message) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < position && i < source.length(); i++) {
      column++;
      if (source.charAt(i) == '\n') {
        line++;
        column = 1;
      }
    }
    return new LiquidException("%s, line:%d, col:%d".formatted(message, line, column));
  }
}
