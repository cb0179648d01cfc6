package dev.penstock.connectors.jdbc;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;

/**
 * Makes sure that a model's text is one statement whose brackets are its own, so that it can stand
 * in {@code FROM (...)} and cannot reach out of it. Knows PostgreSQL's quotes, escape strings,
 * dollar quotes and nested comments (manual, chapter 4.1 Lexical Structure), which are DuckDB's
 * too; everything else is left to the server.
 */
public final class SingleStatement {
  private final String model;
  private final String sql;
  private int at;
  private int depth;

  private SingleStatement(String model, String sql) {
    this.model = model;
    this.sql = sql;
  }

  /**
   * The statement without a semicolon at its end and what follows that; positions stay the same.
   *
   * @throws PenstockException MODEL_QUERY when it is none, several, or not whole
   */
  public static String of(String model, String sql) {
    return new SingleStatement(model, sql).scan();
  }

  private String scan() {
    int end = -1;
    boolean empty = true;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == 0) {
        throw refused("it holds a NUL character", "Remove it");
      }
      if (skippedSpace() || skippedComment()) {
        continue;
      }
      if (c == ';') {
        end = end < 0 ? at : end;
        at++;
        continue;
      }
      if (end >= 0) {
        throw refused("it holds more than one statement", "Keep one SELECT");
      }
      empty = false;
      token(c);
    }
    if (empty) {
      throw refused("it holds no statement", "Write one SELECT");
    }
    if (depth != 0) {
      throw refused("a bracket is not closed", "Close it");
    }
    return end < 0 ? sql : sql.substring(0, end);
  }

  /** ASCII only: PostgreSQL takes every other character as part of a word. */
  private boolean skippedSpace() {
    int start = at;
    while (at < sql.length() && " \t\n\r\f\u000b".indexOf(sql.charAt(at)) >= 0) {
      at++;
    }
    return at > start;
  }

  private boolean skippedComment() {
    if (sql.startsWith("--", at)) {
      while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
        at++;
      }
      return true;
    }
    if (!sql.startsWith("/*", at)) {
      return false;
    }
    int open = 0;
    do {
      if (sql.startsWith("/*", at)) {
        open++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        open--;
        at += 2;
      } else if (at < sql.length()) {
        at++;
      } else {
        throw refused("a comment is not closed", "Close it with */");
      }
    } while (open > 0);
    return true;
  }

  private void token(char c) {
    switch (c) {
      case '\'' -> quoted('\'', false);
      case '"' -> quoted('"', false);
      case '$' -> dollar();
      case '(' -> {
        depth++;
        at++;
      }
      case ')' -> {
        if (--depth < 0) {
          throw refused("it closes a bracket that it did not open", "Remove it");
        }
        at++;
      }
      default -> {
        if (isWordStart(c)) {
          word();
        } else {
          at++;
        }
      }
    }
  }

  private void word() {
    int start = at;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    boolean escapes = at - start == 1 && (sql.charAt(start) == 'e' || sql.charAt(start) == 'E');
    while (escapes && at < sql.length() && sql.charAt(at) == '\'') {
      quoted('\'', true);
      // A string goes on after a line break, and its backslashes still escape.
      boolean skipped;
      do {
        skipped = skippedSpace() || skippedComment();
      } while (skipped);
    }
  }

  private void quoted(char quote, boolean escapes) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == '\\' && escapes) {
        at++;
      } else if (c == quote) {
        return; // a doubled quote opens the next part at once, which comes to the same
      }
    }
    throw refused("a quote is not closed", "Close it with " + quote);
  }

  private void dollar() {
    int tagEnd = at + 1;
    while (tagEnd < sql.length() && isTagPart(sql.charAt(tagEnd), tagEnd == at + 1)) {
      tagEnd++;
    }
    if (tagEnd >= sql.length() || sql.charAt(tagEnd) != '$') {
      at++; // a parameter such as $1, which the server refuses in its own words
      return;
    }
    String tag = sql.substring(at, tagEnd + 1);
    int close = sql.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      throw refused("a quote is not closed", "Close it with " + tag);
    }
    at = close + tag.length();
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
  }

  private static boolean isTagPart(char c, boolean first) {
    return isWordStart(c) || (!first && c >= '0' && c <= '9');
  }

  private PenstockException refused(String why, String remedy) {
    return new PenstockException(
        ErrorCode.MODEL_QUERY,
        "The query of model \""
            + model
            + "\" was not sent, because "
            + why
            + (at < sql.length() ? " (line " + line() + ")" : "")
            + ". "
            + remedy
            + " and run again.");
  }

  private long line() {
    return 1 + sql.substring(0, at).chars().filter(c -> c == '\n').count();
  }
}
