package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.server.InitReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code penstock init}: makes a project to start from. */
@Command(name = "init", description = InitCommand.DESCRIPTION, sortOptions = false)
final class InitCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Writes a project with commented samples; overwrites nothing.";

  private final Session session;

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    InitReport report = session.penstock().init();
    if (session.options().json()) {
      session.json(new Shape(JsonOutput.FORMAT_VERSION, report.written(), report.kept()));
      return ExitCode.OK.number();
    }
    report.written().forEach(file -> session.say("wrote  " + Texts.safe(file)));
    report.kept().forEach(file -> session.say("kept   " + Texts.safe(file)));
    session.say(
        report.written().isEmpty()
            ? "Everything was there already; nothing was changed."
            : "Next: fill in sources/pg.yaml, then " + session.command("validate"));
    return ExitCode.OK.number();
  }

  /** The result in JSON. */
  record Shape(
      @JsonProperty("format_version") int formatVersion, List<String> written, List<String> kept) {}
}
