package dev.penstock.connectors.duckdb;

import static dev.penstock.engine.error.ErrorCode.MODEL_QUERY;
import static dev.penstock.engine.error.ErrorCode.SOURCE_UNAVAILABLE;

import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.connectors.jdbc.TheirWords;
import dev.penstock.engine.error.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * DuckDB's errors in our words, as data. It has no numbers: a message begins with its kind (the
 * enum ExceptionType of its sources). What it quotes from rows is left out.
 */
final class ErrorTable {
  /** Kinds whose messages quote values. */
  private static final Set<String> ABOUT_VALUES =
      Set.of("Conversion Error", "Invalid Input Error", "Out of Range Error", "Constraint Error");

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private static final Pattern WHOLE_ROW = Pattern.compile("(?m)^ *Original Line:.*$");
  private static final Pattern HELP = Pattern.compile("\n *\\^|\n *Possible [sS]olutions:");

  record Rule(String start, ErrorCode code, String why, String remedy) {}

  /** The first rule that the message begins with decides. */
  static final List<Rule> RULES =
      List.of(
          new Rule(
              "Permission Error",
              MODEL_QUERY,
              "only files of the source's folder can be read",
              "Name files by paths relative to it, right behind FROM or JOIN or first in a function"
                  + " that reads files."),
          new Rule(
              "IO Error: No files found",
              MODEL_QUERY,
              "there is no such file",
              "Correct the name; it is relative to the source's folder."),
          new Rule(
              "IO Error",
              SOURCE_UNAVAILABLE,
              "a file cannot be read",
              "Check its rights, and whether another program holds or writes it; then run again."),
          new Rule(
              "Out of Memory Error",
              SOURCE_UNAVAILABLE,
              "the memory of the source does not suffice",
              "Raise memory_mb of the source, lower threads, or make the query smaller."),
          new Rule(
              "Missing Extension",
              MODEL_QUERY,
              "it needs an extension, and none can be loaded",
              "Use Parquet, CSV, JSON or DuckDB files."),
          new Rule(
              "Conversion Error",
              MODEL_QUERY,
              "a row holds data that the query cannot work with",
              "Make the query robust against such rows, or pin the types of the file's columns."),
          new Rule(
              "Invalid Input Error",
              MODEL_QUERY,
              "a file or value is not what the query takes it for",
              "Make the query robust against it, or pin the types of the file's columns."));

  private static final Rule ANY =
      new Rule("", MODEL_QUERY, "DuckDB refused the query", "Mend the query.");

  private ErrorTable() {}

  static Refusal query(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Rule rule =
        RULES.stream()
            .filter(candidate -> message.startsWith(candidate.start()))
            .findFirst()
            .orElse(ANY);
    return new Refusal(rule.code(), rule.why() + " (" + words(message) + ")", rule.remedy());
  }

  /** Whether the driver lost what DuckDB said. */
  static boolean isSpeechless(SQLException e) {
    return String.valueOf(e.getMessage()).endsWith("Invalid result set");
  }

  static boolean isMissingFile(SQLException e) {
    return String.valueOf(e.getMessage()).startsWith("IO Error: No files found");
  }

  private static String words(String message) {
    boolean values = ABOUT_VALUES.stream().anyMatch(message::startsWith);
    // What follows points into the statement from a line of its own, or lists what could be tried.
    String first = HELP.split(message, 2)[0];
    first = WHOLE_ROW.matcher(first).replaceAll("");
    return TheirWords.of(values ? QUOTED.matcher(first).replaceAll("…") : first);
  }
}
