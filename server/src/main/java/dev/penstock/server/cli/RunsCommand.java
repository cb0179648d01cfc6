package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.engine.run.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock runs}: what happened before. */
@Command(
    name = "runs",
    description = RunsCommand.DESCRIPTION,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class RunsCommand {
  static final String DESCRIPTION = "Lists past runs, or shows one of them.";

  private final Session session;

  RunsCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "Lists runs, the newest first.", sortOptions = false)
  int list(
      @Option(names = "--sync", paramLabel = "SYNC", description = "Only runs of this sync.")
          Optional<String> sync,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "At most so many (default: 20).")
          int limit) {
    List<RunRecord> runs = session.penstock().runs(sync, Limits.checked(limit));
    if (session.options().json()) {
      session.json(new Shape(JsonOutput.FORMAT_VERSION, runs.stream().map(RunShape::of).toList()));
    } else if (runs.isEmpty()) {
      session.say("There are no runs yet.");
      session.say("Next: " + session.command("run " + sync.orElse("SYNC")));
    } else {
      print(runs);
    }
    return ExitCode.OK.number();
  }

  private void print(List<RunRecord> runs) {
    Instant now = session.terminal().clock().instant();
    Table table =
        new Table()
            .text("status")
            .text("sync")
            .text("when")
            .number("took")
            .number("planned")
            .number("delivered")
            .number("dead")
            .text("run");
    for (RunRecord run : runs) {
      table.row(
          Style.word(run.status()),
          run.sync(),
          Texts.relative(run.started(), now),
          Texts.duration(RunShape.duration(run)),
          Texts.number(run.counts().planned()),
          Texts.number(run.counts().delivered()),
          Texts.number(run.counts().deadLettered()),
          run.id());
    }
    table.lines(session.style()).forEach(session::say);
  }

  @Command(name = "show", description = "Shows a run.", sortOptions = false)
  int show(
      @Parameters(paramLabel = "RUN", description = "Its id, or an unmistakable beginning of it.")
          String id) {
    RunRecord run = session.penstock().runNamed(id);
    if (session.options().json()) {
      session.json(RunShape.of(run));
      return ExitCode.OK.number();
    }
    RunLines.of(run, session.style()).forEach(session::say);
    session.say(
        "  started "
            + Texts.absolute(run.started())
            + run.ended().map(end -> ", ended " + Texts.absolute(end)).orElse("")
            + ", by "
            + Texts.safe(run.trigger())
            + (run.user().isEmpty() ? "" : " of " + Texts.safe(run.user())));
    run.error()
        .ifPresent(
            code -> {
              session.say("  " + code + ": " + Texts.safe(RunLines.sentence(run)));
              session.say("  " + session.runnable(code.advice()));
            });
    RunLines.next(run, session::command).forEach(session::say);
    return ExitCode.OK.number();
  }

  /** The list in JSON. */
  record Shape(@JsonProperty("format_version") int formatVersion, List<RunShape> runs) {}
}
