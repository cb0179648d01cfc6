package dev.penstock.server.cli;

import dev.penstock.engine.run.RunStatus;

/**
 * Icons always, colours where they show: a colour is never the only sign.
 *
 * @param width the columns of the screen; 0 for a pipe or a file, where nothing is cut
 */
record Style(boolean colours, int width) {
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String RED = "31";
  private static final String GREY = "90";

  boolean cuts() {
    return width > 0;
  }

  Style plain() {
    return new Style(false, width);
  }

  /** The text, cut where that is wanted. */
  String fitted(String text, int max) {
    return cuts() ? Texts.shortened(text, Math.min(max, width)) : text;
  }

  String good(String text) {
    return paint(GREEN, text);
  }

  String warning(String text) {
    return paint(YELLOW, text);
  }

  String bad(String text) {
    return paint(RED, text);
  }

  private String paint(String colour, String text) {
    return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }

  /** The text in the colour that its leading icon stands for. */
  String byIcon(String text) {
    if (text.isEmpty()) {
      return text;
    }
    return switch (text.charAt(0)) {
      case '✔' -> good(text);
      case '✖' -> bad(text);
      case '◐', '⏸' -> warning(text);
      case '◌' -> paint(GREY, text);
      default -> text;
    };
  }

  /** Icon and word, not coloured, so that it can be measured. */
  static String word(RunStatus status) {
    return icon(status) + " " + Texts.word(status).replace('_', ' ');
  }

  private static String icon(RunStatus status) {
    return switch (status) {
      case EXTRACTING, DELIVERING -> "⏳";
      case AWAITING_APPROVAL, DEFERRED -> "⏸";
      case SUCCEEDED -> "✔";
      case PARTIAL -> "◐";
      case FAILED -> "✖";
      case CANCELLED -> "◌";
    };
  }
}
