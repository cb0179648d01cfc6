package dev.penstock.server.cli;

import dev.penstock.engine.error.ErrorPrint;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.LetterGroup;
import dev.penstock.server.LetterComparison;
import dev.penstock.server.LetterComparison.RowNow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Dead letters as lines for people. */
final class LetterLines {
  private static final int LABEL = 9;

  /** So much of the vendor's words fits beside the counts. */
  private static final int WORDS_MAX = 60;

  private LetterLines() {}

  static List<String> table(List<Letter> letters, Instant now, Style style) {
    Table table =
        new Table()
            .text("key")
            .text("sync")
            .text("change")
            .text("code")
            .number("status")
            .number("tries")
            .text("last")
            .text("next")
            .text("letter");
    for (Letter letter : letters) {
      table.row(
          letter.key(),
          letter.sync(),
          Texts.word(letter.kind()),
          letter.failure().code().name(),
          letter.failure().status() == 0 ? "–" : Integer.toString(letter.failure().status()),
          Integer.toString(letter.attempts()),
          Texts.relative(letter.lastSeen(), now),
          next(letter, now),
          letter.id());
    }
    return table.lines(style);
  }

  private static String next(Letter letter, Instant now) {
    return letter
        .nextRetry()
        .map(due -> Texts.relative(due, now))
        .orElse(letter.state().equals("open") ? "waits" : letter.state());
  }

  static List<String> groups(List<LetterGroup> groups, Instant now, Style style) {
    Table table =
        new Table()
            .number("letters")
            .text("code")
            .text("field")
            .number("status")
            .text("first")
            .text("last")
            .text("print")
            .text("words");
    for (LetterGroup group : groups) {
      Letter example = group.example();
      Failure failure = example.failure();
      table.row(
          Texts.number(group.letters()),
          failure.code().name(),
          failure.field().orElse("–"),
          failure.status() == 0 ? "–" : Integer.toString(failure.status()),
          Texts.relative(group.firstSeen(), now),
          Texts.relative(example.lastSeen(), now),
          group.print(),
          Texts.shortened(ErrorPrint.pattern(failure.theirs()), WORDS_MAX));
    }
    return table.lines(style);
  }

  static List<String> of(LetterComparison comparison) {
    Letter letter = comparison.letter();
    Failure failure = letter.failure();
    List<String> lines = new ArrayList<>();
    add(lines, "letter", letter.id() + " (" + letter.state() + ")");
    if (!letter.reason().isEmpty()) {
      add(lines, "reason", letter.reason());
    }
    add(lines, "sync", letter.sync());
    add(lines, "key", letter.key());
    add(lines, "change", Texts.word(letter.kind()) + ", " + letter.change());
    add(lines, "run", letter.run());
    add(lines, "what", failure.code() + ": " + failure.code().sentence());
    add(lines, "cause", failure.code().cause());
    failure.field().ifPresent(field -> add(lines, "field", field));
    if (failure.status() != 0) {
      add(lines, "status", Integer.toString(failure.status()));
    }
    if (!letter.requestId().isEmpty()) {
      add(lines, "request", letter.requestId());
    }
    if (!failure.theirs().isEmpty()) {
      add(lines, "answer", failure.theirs());
    }
    add(lines, "payload", letter.payload().isEmpty() ? "(could not be mapped)" : letter.payload());
    now(lines, comparison.now());
    add(
        lines,
        "tries",
        letter.attempts()
            + ", first "
            + Texts.absolute(letter.firstSeen())
            + ", last "
            + Texts.absolute(letter.lastSeen()));
    add(lines, "next", letter.nextRetry().map(Texts::absolute).orElse("waits for a person"));
    return lines;
  }

  private static void now(List<String> lines, RowNow now) {
    switch (now) {
      case RowNow.Found(var row, var payload, var differences) -> {
        add(lines, "row now", row);
        add(lines, "would go", payload);
        if (differences.isEmpty()) {
          add(lines, "differs", "not at all: it would be refused again unless the tool changed");
        }
        differences.forEach(difference -> add(lines, "differs", difference));
      }
      case RowNow.Unmappable(var row, var why) -> {
        add(lines, "row now", row);
        add(lines, "would go", "nothing, it cannot be mapped: " + why);
      }
      case RowNow.Gone() -> add(lines, "row now", "gone from the model");
      case RowNow.Unknown(var why) -> add(lines, "row now", "not known: " + why);
    }
  }

  private static void add(List<String> lines, String label, String text) {
    lines.add((label + " ".repeat(LABEL)).substring(0, LABEL) + Texts.safe(text));
  }
}
