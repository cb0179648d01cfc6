package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.run.History.Letter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock dlq}: records that could not be delivered. */
@Command(
    name = "dlq",
    description = DlqCommand.DESCRIPTION,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class DlqCommand {
  static final String DESCRIPTION = "Lists records that could not be delivered, or shows one.";

  private final Session session;

  DlqCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "list",
      description = "Lists dead letters, the newest first.",
      sortOptions = false)
  int list(
      @Option(names = "--sync", paramLabel = "SYNC", description = "Only letters of this sync.")
          Optional<String> sync,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most so many (default: 50).")
          int limit) {
    List<Letter> letters = session.penstock().letters(sync, Limits.checked(limit));
    if (session.options().json()) {
      session.json(
          new Shape(JsonOutput.FORMAT_VERSION, letters.stream().map(LetterShape::of).toList()));
    } else if (letters.isEmpty()) {
      session.say(session.style().good("✔ no dead letters"));
    } else {
      print(letters);
    }
    return ExitCode.OK.number();
  }

  private void print(List<Letter> letters) {
    Instant now = session.terminal().clock().instant();
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
          letter.nextRetry().map(due -> Texts.relative(due, now)).orElse("waits"),
          letter.id());
    }
    table.lines(session.style()).forEach(session::say);
    session.say("Next: " + session.command("dlq show " + letters.getFirst().id()));
  }

  @Command(name = "show", description = "Shows a dead letter.", sortOptions = false)
  int show(
      @Parameters(paramLabel = "LETTER|KEY", description = "Its id, or the key of its record.")
          String name) {
    Letter letter = session.penstock().letter(name);
    if (session.options().json()) {
      session.json(LetterShape.of(letter));
      return ExitCode.OK.number();
    }
    Failure failure = letter.failure();
    say("letter", letter.id() + " (" + letter.state() + ")");
    say("sync", letter.sync());
    say("key", letter.key());
    say("change", Texts.word(letter.kind()) + ", " + letter.change());
    say("run", letter.run());
    say("what", failure.code() + ": " + failure.code().sentence());
    failure.field().ifPresent(field -> say("field", field));
    if (failure.status() != 0) {
      say("status", Integer.toString(failure.status()));
    }
    if (!failure.theirs().isEmpty()) {
      say("answer", failure.theirs());
    }
    say("payload", letter.payload().isEmpty() ? "(could not be mapped)" : letter.payload());
    say(
        "tries",
        letter.attempts()
            + ", first "
            + Texts.absolute(letter.firstSeen())
            + ", last "
            + Texts.absolute(letter.lastSeen()));
    say("next", letter.nextRetry().map(Texts::absolute).orElse("waits for a person"));
    session.say(session.runnable(failure.code().advice()));
    session.say("Next: mend it, then " + session.command("run " + letter.sync()));
    return ExitCode.OK.number();
  }

  private void say(String label, String text) {
    session.say((label + " ".repeat(9)).substring(0, 9) + Texts.safe(text));
  }

  /** The list in JSON. */
  record Shape(@JsonProperty("format_version") int formatVersion, List<LetterShape> letters) {}

  /** What the destination said, in JSON. */
  record FailureShape(
      String code, String scope, Optional<Integer> status, String theirs, Optional<String> field) {
    static FailureShape of(Failure failure) {
      return new FailureShape(
          failure.code().name(),
          Texts.word(failure.scope()),
          Optional.of(failure.status()).filter(status -> status != 0),
          failure.theirs(),
          failure.field());
    }
  }

  /** A dead letter in JSON. */
  record LetterShape(
      @JsonProperty("format_version") int formatVersion,
      String id,
      String sync,
      String run,
      String key,
      String kind,
      String change,
      String state,
      int attempts,
      String firstSeen,
      String lastSeen,
      Optional<String> nextRetry,
      FailureShape failure,
      String payload) {
    static LetterShape of(Letter letter) {
      return new LetterShape(
          JsonOutput.FORMAT_VERSION,
          letter.id(),
          letter.sync(),
          letter.run(),
          letter.key(),
          Texts.word(letter.kind()),
          letter.change(),
          letter.state(),
          letter.attempts(),
          letter.firstSeen().toString(),
          letter.lastSeen().toString(),
          letter.nextRetry().map(Instant::toString),
          FailureShape.of(letter.failure()),
          letter.payload());
    }
  }
}
