package dev.penstock.server.cli;

import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.server.LetterCommands;
import dev.penstock.server.LetterComparison;
import dev.penstock.server.cli.LetterShapes.DecidedShape;
import dev.penstock.server.cli.LetterShapes.GroupShape;
import dev.penstock.server.cli.LetterShapes.GroupsShape;
import dev.penstock.server.cli.LetterShapes.LetterShape;
import dev.penstock.server.cli.LetterShapes.ListShape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock dlq}: records that could not be delivered. */
@Command(
    name = "dlq",
    description = DlqCommand.DESCRIPTION,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class DlqCommand {
  static final String DESCRIPTION =
      "Records that could not be delivered: list, show, send again, confirm, discard, export.";

  /** A decision about more than this at once is a mistake; filters make parts of it. */
  private static final int CHOSEN_MAX = 1_000_000;

  private final Session session;

  DlqCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "list",
      description = "Lists dead letters, the newest first, or counts them by cause.",
      sortOptions = false)
  int list(
      @Mixin LetterOptions which,
      @Option(names = "--group", description = "Count them by cause instead.") boolean group,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most so many (default: 50).")
          int limit) {
    LetterFilter filter = which.filter(LetterFilter.State.OPEN, now());
    return group ? groups(filter) : letters(filter, Limits.checked(limit));
  }

  private int letters(LetterFilter filter, int limit) {
    List<Letter> letters = dlq().list(filter, limit);
    if (session.options().json()) {
      session.json(
          new ListShape(JsonOutput.FORMAT_VERSION, letters.stream().map(LetterShape::of).toList()));
    } else if (letters.isEmpty()) {
      session.say(session.style().good("✔ no dead letters"));
    } else {
      LetterLines.table(letters, now(), session.style()).forEach(session::say);
      session.say("Next: " + session.command("dlq show " + letters.getFirst().id()));
    }
    return ExitCode.OK.number();
  }

  private int groups(LetterFilter filter) {
    var groups = dlq().groups(filter);
    if (session.options().json()) {
      session.json(
          new GroupsShape(JsonOutput.FORMAT_VERSION, groups.stream().map(GroupShape::of).toList()));
    } else if (groups.isEmpty()) {
      session.say(session.style().good("✔ no dead letters"));
    } else {
      LetterLines.groups(groups, now(), session.style()).forEach(session::say);
      session.say(session.runnable(groups.getFirst().example().failure().code().advice()));
      session.say("Next: " + session.command("dlq list --print " + groups.getFirst().print()));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "show",
      description = "Shows a dead letter beside its row as it is now.",
      sortOptions = false)
  int show(
      @Parameters(paramLabel = "LETTER|KEY", description = "Its id, or the key of its record.")
          String name) {
    LetterComparison comparison = dlq().compare(name);
    if (session.options().json()) {
      session.json(LetterShape.of(comparison));
      return ExitCode.OK.number();
    }
    LetterLines.of(comparison).forEach(session::say);
    Letter letter = comparison.letter();
    session.say(session.runnable(letter.failure().code().advice()));
    session.say("Next: mend it, then " + session.command("dlq reprocess " + letter.id()));
    return ExitCode.OK.number();
  }

  @Command(
      name = "reprocess",
      description = "Reads the rows of dead letters by key and sends what would pass now.",
      sortOptions = false)
  int reprocess(
      @Parameters(paramLabel = "LETTER|KEY", arity = "0..*", description = "Which.")
          @Nullable List<String> names,
      @Mixin LetterOptions which,
      @Option(
              names = "--even-unchanged",
              description = "Also what is as it was refused: the destination was mended.")
          boolean evenUnchanged,
      @Option(names = "--dry-run", description = "Only say what would pass.") boolean dryRun) {
    List<Letter> letters = chosen(names, which, LetterFilter.State.OPEN);
    return new Reprocessing(session, evenUnchanged, dryRun).of(letters).number();
  }

  @Command(
      name = "confirm",
      description = "Says that records in doubt did arrive; they are not sent again.",
      sortOptions = false)
  int confirm(
      @Parameters(paramLabel = "LETTER|KEY", arity = "0..*", description = "Which.")
          @Nullable List<String> names,
      @Mixin LetterOptions which) {
    List<Letter> letters = chosen(names, which, LetterFilter.State.OPEN);
    confirm(letters.size(), "will count as delivered");
    return new Confirming(session).of(letters).number();
  }

  @Command(
      name = "discard",
      description = "Does not send records any more: until they change, or never.",
      sortOptions = false)
  int discard(
      @Parameters(paramLabel = "LETTER|KEY", arity = "0..*", description = "Which.")
          @Nullable List<String> names,
      @Mixin LetterOptions which,
      @Option(names = "--never", description = "Never for these keys, whatever the rows become.")
          boolean never,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Why, for whoever looks next.")
          String reason) {
    List<Letter> letters = chosen(names, which, LetterFilter.State.OPEN);
    confirm(letters.size(), "will not be sent " + (never ? "ever" : "until they change"));
    return decided(dlq().discard(letters, never, reason), letters, "Discarded", "dlq restore");
  }

  @Command(
      name = "restore",
      description = "Takes a discard back; the records are due at once.",
      sortOptions = false)
  int restore(
      @Parameters(paramLabel = "LETTER|KEY", arity = "0..*", description = "Which.")
          @Nullable List<String> names,
      @Mixin LetterOptions which) {
    List<Letter> letters = chosen(names, which, LetterFilter.State.DISCARDED);
    return decided(dlq().restore(letters), letters, "Restored", "dlq reprocess");
  }

  @Command(
      name = "export",
      description = "Writes dead letters as CSV or JSON.",
      sortOptions = false)
  int export(
      @Mixin LetterOptions which,
      @Option(
              names = "--format",
              paramLabel = "csv|json|ndjson",
              defaultValue = "csv",
              description = "For spreadsheets or programs (default: csv).")
          LetterExport format,
      @Option(names = "--file", paramLabel = "FILE", description = "Where to (default: stdout).")
          Optional<Path> file)
      throws IOException {
    LetterFilter filter = which.filter(LetterFilter.State.OPEN, now());
    if (file.isEmpty()) {
      write(session.terminal().out(), format, filter);
      return ExitCode.OK.number();
    }
    Path target = session.terminal().here().resolve(file.get());
    try (var out =
        new PrintWriter(
            Files.newBufferedWriter(PrivateFile.create(target), StandardCharsets.UTF_8))) {
      long letters = write(out, format, filter);
      session.say("Wrote " + Texts.count(letters, "dead letter") + " to " + file.get() + ".");
    }
    return ExitCode.OK.number();
  }

  private long write(PrintWriter out, LetterExport format, LetterFilter filter) {
    var count = new AtomicLong();
    format.begin(out);
    dlq().each(filter, letter -> format.letter(out, letter, count.getAndIncrement() == 0));
    format.end(out);
    out.flush();
    return count.get();
  }

  /** What was named, or else what fits; never everything by accident. */
  private List<Letter> chosen(
      @Nullable List<String> given, LetterOptions which, LetterFilter.State state) {
    List<String> names = given == null ? List.of() : given; // the parser's word for none
    if (names.isEmpty() && !which.any()) {
      throw new UsageException(
          "Which dead letters are meant?",
          "Name letters or keys, or choose with --sync, --code ...");
    }
    if (!names.isEmpty() && which.any()) {
      throw new UsageException("Names and filters exclude each other.", "Give one of them.");
    }
    List<Letter> letters = new ArrayList<>();
    names.forEach(name -> letters.add(dlq().letter(name)));
    return names.isEmpty() ? dlq().list(which.filter(state, now()), CHOSEN_MAX) : letters;
  }

  private void confirm(int letters, String what) {
    if (session.options().yes || letters <= 1) {
      return;
    }
    if (!session.mayAsk()) {
      throw new UsageException(
          "This is about %s, and nobody can be asked here."
              .formatted(Texts.count(letters, "dead letter")),
          "Add --yes when it is meant.");
    }
    String answer =
        session.ask("%s %s. Go on (y/N)?".formatted(Texts.count(letters, "record"), what));
    if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
      throw new UsageException("Nothing was changed.", "");
    }
  }

  private int decided(List<String> done, List<Letter> letters, String verb, String next) {
    int unchanged = letters.size() - done.size();
    if (session.options().json()) {
      session.json(new DecidedShape(JsonOutput.FORMAT_VERSION, done, unchanged));
      return ExitCode.OK.number();
    }
    session.say(verb + " " + Texts.count(done.size(), "dead letter") + ".");
    if (unchanged > 0) {
      session.say(
          Texts.count(unchanged, "other") + " had been delivered, closed or decided before.");
    }
    if (!done.isEmpty()) {
      session.say("Next: " + session.command(next + " " + done.getFirst()));
    }
    return ExitCode.OK.number();
  }

  private LetterCommands dlq() {
    return session.penstock().dlq();
  }

  private Instant now() {
    return session.terminal().clock().instant();
  }
}
