package dev.penstock.connectors.jdbc;

/** The other side's own text, made fit to stand in a sentence of ours. */
public final class TheirWords {
  /** Enough to understand; a server's text may quote a whole query. */
  private static final int LENGTH_MAX = 1000;

  private TheirWords() {}

  /** On one line, bounded, without a full stop at its end. */
  public static String of(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    return line.length() > LENGTH_MAX ? line.substring(0, LENGTH_MAX) + "…" : line;
  }
}
