package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.engine.run.History.SyncStatus;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock status}: each sync at a glance. */
@Command(name = "status", description = StatusCommand.DESCRIPTION, sortOptions = false)
final class StatusCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Shows each sync at a glance.";

  private final Session session;

  @Parameters(paramLabel = "SYNC", arity = "0..1", description = "Only this sync.")
  private Optional<String> sync = Optional.empty();

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<SyncStatus> found = session.penstock().status(sync);
    if (session.options().json()) {
      session.json(Shape.of(found));
    } else if (found.isEmpty()) {
      session.say("There are no syncs yet.");
      session.say("Next: " + session.command("init"));
    } else {
      print(found);
    }
    return ExitCode.OK.number();
  }

  private void print(List<SyncStatus> found) {
    Instant now = session.terminal().clock().instant();
    Table table =
        new Table()
            .text("latest run")
            .text("sync")
            .text("destination")
            .text("when")
            .number("took")
            .number("held")
            .number("dead letters");
    for (SyncStatus status : found) {
      Optional<RunRecord> latest = status.latest();
      table.row(
          word(status),
          status.sync(),
          status.destination(),
          latest.map(run -> Texts.relative(run.started(), now)).orElse("–"),
          latest.map(run -> Texts.duration(RunShape.duration(run))).orElse("–"),
          Texts.number(status.held()),
          Texts.number(status.openLetters()));
    }
    table.lines(session.style()).forEach(session::say);
    found.forEach(this::reason);
  }

  private static String word(SyncStatus status) {
    if (!status.blocked().isEmpty()) {
      return "✖ blocked";
    }
    if (!status.paused().isEmpty()) {
      return "‖ paused";
    }
    return status.latest().map(run -> Style.word(run.status())).orElse("◌ never run");
  }

  private void reason(SyncStatus status) {
    if (!status.paused().isEmpty()) {
      session.say("  " + Texts.safe(status.sync() + ": " + status.paused()));
    }
    if (!status.blocked().isEmpty()) {
      session.say("  " + Texts.safe(status.sync()) + ": " + Texts.safe(status.blocked()));
      return;
    }
    status
        .latest()
        .filter(run -> run.status() != RunStatus.SUCCEEDED)
        .flatMap(
            run ->
                run.error().map(code -> code + ": " + RunLines.sentence(run) + " " + code.advice()))
        .ifPresent(
            why -> session.say("  " + Texts.safe(session.runnable(status.sync() + ": " + why))));
  }

  /** The result in JSON. */
  record Shape(@JsonProperty("format_version") int formatVersion, List<SyncShape> syncs) {
    static Shape of(List<SyncStatus> found) {
      return new Shape(JsonOutput.FORMAT_VERSION, found.stream().map(SyncShape::of).toList());
    }
  }

  /** A sync in JSON. */
  record SyncShape(
      String sync,
      String destination,
      String action,
      long held,
      long openLetters,
      Optional<String> blocked,
      Optional<String> paused,
      Optional<RunShape> latest) {
    static SyncShape of(SyncStatus status) {
      return new SyncShape(
          status.sync(),
          status.destination(),
          status.action(),
          status.held(),
          status.openLetters(),
          Optional.of(status.blocked()).filter(why -> !why.isEmpty()),
          Optional.of(status.paused()).filter(why -> !why.isEmpty()),
          status.latest().map(RunShape::of));
    }
  }
}
