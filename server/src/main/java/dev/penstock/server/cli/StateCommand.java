package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.server.StateCheck;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock state}: looks after held state. */
@Command(
    name = "state",
    description = StateCommand.DESCRIPTION,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class StateCommand {
  static final String DESCRIPTION = "Looks after what is known about destinations.";

  private final Session session;

  StateCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "verify",
      description = "Checks held state against its checksums and the ledger.",
      sortOptions = false)
  int verify(
      @Parameters(paramLabel = "SYNC", arity = "0..1", description = "Only this sync.")
          Optional<String> sync) {
    List<StateCheck> checks = session.penstock().verify(sync);
    boolean sound = checks.stream().allMatch(StateCheck::sound);
    if (session.options().json()) {
      session.json(
          new Shape(
              JsonOutput.FORMAT_VERSION, sound, checks.stream().map(CheckShape::of).toList()));
    } else if (checks.isEmpty()) {
      session.say("Nothing is held yet.");
    } else {
      Table table =
          new Table().text("state").text("sync").number("held").number("bytes").text("finding");
      for (StateCheck check : checks) {
        table.row(
            check.sound() ? "✔ sound" : "✖ damaged",
            check.sync(),
            Texts.number(check.held()),
            Texts.number(check.bytes()),
            check.finding());
      }
      table.lines(session.style()).forEach(session::say);
    }
    return (sound ? ExitCode.OK : ExitCode.FAILED).number();
  }

  /** The result in JSON. */
  record Shape(
      @JsonProperty("format_version") int formatVersion, boolean sound, List<CheckShape> syncs) {}

  /** What was found of one sync, in JSON. */
  record CheckShape(String sync, long held, long bytes, boolean sound, String finding) {
    static CheckShape of(StateCheck check) {
      return new CheckShape(
          check.sync(), check.held(), check.bytes(), check.sound(), check.finding());
    }
  }
}
