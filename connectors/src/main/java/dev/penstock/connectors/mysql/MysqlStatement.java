package dev.penstock.connectors.mysql;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;

/**
 * Makes sure that a model's text is one statement whose brackets are its own, so that it can stand
 * in {@code FROM (...)} and cannot reach out of it. Knows MySQL's quotes, backslashes and comments
 * (manual, chapter Language Structure) under the sql_mode that {@link Session} sets; everything
 * else is left to the server.
 */
final class MysqlStatement {
  private final String model;
  private final String sql;
  private int at;
  private int depth;

  private MysqlStatement(String model, String sql) {
    this.model = model;
    this.sql = sql;
  }

  /**
   * The statement without a semicolon at its end and what follows that; positions stay the same.
   *
   * @throws PenstockException MODEL_QUERY when it is none, several, or not whole
   */
  static String of(String model, String sql) {
    return new MysqlStatement(model, sql).scan();
  }

  private String scan() {
    int end = -1;
    boolean empty = true;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == 0) {
        throw refused("it holds a NUL character", "Remove it");
      }
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      if (skippedComment()) {
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

  private boolean skippedComment() {
    // Two dashes begin a comment only before white space: 5--3 is eight.
    boolean dashes =
        sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ');
    if (dashes || sql.charAt(at) == '#') {
      while (at < sql.length() && sql.charAt(at) != '\n') {
        at++;
      }
      return true;
    }
    if (!sql.startsWith("/*", at)) {
      return false;
    }
    if (sql.startsWith("!", at + 2) || sql.startsWith("M!", at + 2)) {
      throw refused("a comment that begins with an exclamation mark is executed", "Remove it");
    }
    int close = sql.indexOf("*/", at + 2);
    if (close < 0) {
      throw refused("a comment is not closed", "Close it with */");
    }
    at = close + 2;
    return true;
  }

  private void token(char c) {
    switch (c) {
      case '\'', '"', '`' -> quoted(c);
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
      default -> at++;
    }
  }

  private void quoted(char quote) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == '\\' && quote != '`') {
        at++;
      } else if (c == quote) {
        return; // a doubled quote opens the next part at once, which comes to the same
      }
    }
    throw refused("a quote is not closed", "Close it with " + quote);
  }

  private PenstockException refused(String why, String remedy) {
    long line =
        1 + sql.substring(0, Math.min(at, sql.length())).chars().filter(c -> c == '\n').count();
    return new PenstockException(
        ErrorCode.MODEL_QUERY,
        "The query of model \""
            + model
            + "\" was not sent, because "
            + why
            + (at < sql.length() ? " (line " + line + ")" : "")
            + ". "
            + remedy
            + " and run again.");
  }
}
