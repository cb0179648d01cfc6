package dev.penstock.server.cli;

import dev.penstock.engine.run.History.Letter;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;

/** Writes letters one after the other, for spreadsheets or programs. */
enum LetterExport {
  CSV {
    @Override
    void begin(PrintWriter out) {
      row(
          out,
          List.of(
              "id",
              "sync",
              "key",
              "change",
              "state",
              "code",
              "field",
              "status",
              "answer",
              "tries",
              "first_seen",
              "last_seen",
              "next_retry",
              "run",
              "request",
              "print",
              "reason",
              "payload"));
    }

    @Override
    void letter(PrintWriter out, Letter letter, boolean first) {
      row(
          out,
          List.of(
              letter.id(),
              letter.sync(),
              letter.key(),
              Texts.word(letter.kind()),
              letter.state(),
              letter.failure().code().name(),
              letter.failure().field().orElse(""),
              letter.failure().status() == 0 ? "" : Integer.toString(letter.failure().status()),
              letter.failure().theirs(),
              Integer.toString(letter.attempts()),
              letter.firstSeen().toString(),
              letter.lastSeen().toString(),
              letter.nextRetry().map(Object::toString).orElse(""),
              letter.run(),
              letter.requestId(),
              letter.print(),
              letter.reason(),
              letter.payload()));
    }
  },

  /** One array. */
  JSON {
    @Override
    void begin(PrintWriter out) {
      out.print("[");
    }

    @Override
    void letter(PrintWriter out, Letter letter, boolean first) {
      out.print(first ? "\n" : ",\n");
      out.print(JsonOutput.line(LetterShapes.LetterShape.of(letter)));
    }

    @Override
    void end(PrintWriter out) {
      out.println("\n]");
    }
  },

  /** A line for each letter. */
  NDJSON {
    @Override
    void letter(PrintWriter out, Letter letter, boolean first) {
      out.println(JsonOutput.line(LetterShapes.LetterShape.of(letter)));
    }
  };

  /** What a terminal might obey; JSON keeps it. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\t\\r\\n]]");

  /** What a spreadsheet takes for the beginning of a formula, also in full width. */
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  void begin(PrintWriter out) {}

  abstract void letter(PrintWriter out, Letter letter, boolean first);

  void end(PrintWriter out) {}

  private static void row(PrintWriter out, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      out.print(i == 0 ? "" : ",");
      out.print(cell(cells.get(i)));
    }
    out.print("\r\n");
  }

  /**
   * A quoted cell that no spreadsheet computes: what looks like a formula gets an apostrophe. A
   * plain negative number stays what it is, and control characters are shown as unknown ones.
   */
  static String cell(String text) {
    boolean dangerous = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    boolean number = text.matches("-?\\d{1,30}(\\.\\d{1,30})?");
    String safe = dangerous && !number ? "'" + text : text;
    return "\"" + CONTROL.matcher(safe).replaceAll("\uFFFD").replace("\"", "\"\"") + "\"";
  }
}
