package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.server.project.Problem;
import dev.penstock.server.project.Project;
import dev.penstock.server.project.ProjectReading;
import dev.penstock.server.project.SyncConfig;
import dev.penstock.server.project.SyncConfig.Schedule;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code penstock validate}: everything wrong with the project's files, at once. */
@Command(name = "validate", description = ValidateCommand.DESCRIPTION, sortOptions = false)
final class ValidateCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Checks the project's files; connects to nothing.";

  /** Enough to show a pattern of days and hours. */
  private static final int TIMES = 5;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm xxx", Locale.ROOT);

  private final Session session;

  ValidateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ProjectReading reading = session.penstock().validate();
    long errors = reading.problems().stream().filter(Problem::isError).count();
    if (session.options().json()) {
      session.json(Shape.of(reading, errors == 0));
    } else {
      reading.nameOrThrow();
      print(reading, errors);
    }
    return (errors == 0 ? ExitCode.OK : ExitCode.INVALID_CONFIG).number();
  }

  private void print(ProjectReading reading, long errors) {
    ProblemLines.print(reading.problems(), session.terminal().out(), session.style());
    long warnings = reading.problems().size() - errors;
    if (reading.project().isEmpty()) {
      Failures.print(
          session.terminal().err(),
          "CONFIG_INVALID",
          "The project has " + Texts.count(errors, "error") + ".",
          session.runnable("Mend them and run `penstock validate` again."));
      return;
    }
    Project project = reading.project().get();
    session.say(
        session.style().good("✔ valid")
            + "  "
            + Texts.safe(project.name())
            + ": "
            + String.join(
                ", ",
                Texts.count(project.sources().size(), "source"),
                Texts.count(project.models().size(), "model"),
                Texts.count(project.destinations().size(), "destination"),
                Texts.count(project.syncs().size(), "sync"))
            + (warnings > 0 ? "; " + Texts.count(warnings, "warning") : ""));
    if (session.options().verbose) {
      project.syncs().values().forEach(this::sayTimes);
    }
    session.say(
        project.syncs().isEmpty()
            ? "Next: add a file to syncs/, or " + session.command("init") + " for samples."
            : "Next: " + session.command("plan " + project.syncs().firstKey()));
  }

  /** A person sees here whether the cron fields mean what was meant. */
  private void sayTimes(SyncConfig sync) {
    if (sync.schedule() instanceof Schedule.Cron cron) {
      String times =
          cron.next(session.terminal().clock().instant(), TIMES).stream()
              .map(TIME::format)
              .collect(Collectors.joining(", "));
      session.say("  " + Texts.safe(sync.name() + "  " + cron.expression()) + "  next " + times);
    }
  }

  /** The result in JSON. */
  record Shape(
      @JsonProperty("format_version") int formatVersion,
      String project,
      boolean valid,
      List<ProblemShape> problems) {
    static Shape of(ProjectReading reading, boolean valid) {
      return new Shape(
          JsonOutput.FORMAT_VERSION,
          reading.name(),
          valid,
          reading.problems().stream().map(ProblemShape::of).toList());
    }
  }

  /** A problem in JSON. */
  record ProblemShape(
      String severity,
      String code,
      String file,
      int line,
      int column,
      String message,
      Optional<String> suggestion) {
    static ProblemShape of(Problem problem) {
      return new ProblemShape(
          Texts.word(problem.severity()),
          problem.code().name(),
          problem.place().file(),
          problem.place().line(),
          problem.place().column(),
          problem.message(),
          problem.suggestion());
    }
  }
}
