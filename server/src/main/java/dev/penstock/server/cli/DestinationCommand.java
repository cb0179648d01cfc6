package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.server.SimulationRequest;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock destination}: a tool to try things on. */
@Command(
    name = "destination",
    description = DestinationCommand.DESCRIPTION,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class DestinationCommand {
  static final String DESCRIPTION = "Plays a destination, with faults if you like.";

  private static final int PORT_MAX = 65_535;

  private final Session session;

  DestinationCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "simulate",
      description = "Listens on loopback and takes records until Ctrl-C.",
      sortOptions = false)
  int simulate(
      @Option(
              names = "--port",
              paramLabel = "PORT",
              defaultValue = "18081",
              description = "Where to listen; 0 is any free port (default: 18081).")
          int port,
      @Option(
              names = "--level",
              paramLabel = "A|B|C|D",
              defaultValue = "B",
              description = "What a repeated record does (default: B, it overwrites).")
          DeliveryLevel level,
      @Option(
              names = "--key-field",
              paramLabel = "FIELD",
              defaultValue = "id",
              description = "Where records carry their key (default: id).")
          String keyField,
      @Option(names = "--faults", paramLabel = "FILE", description = "A script of faults.")
          Optional<Path> faults,
      @Option(
              names = "--log",
              paramLabel = "FILE",
              description = "Append everything received to this file.")
          Optional<Path> log,
      @Option(names = "--counts-only", description = "Remember counts, not records.")
          boolean countsOnly,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "1",
              description = "Decides everything random in the script (default: 1).")
          long seed) {
    if (port < 0 || port > PORT_MAX) {
      throw new UsageException(
          "--port cannot be " + port + ".", "Give a number from 0 to " + PORT_MAX + ".");
    }
    Path here = session.terminal().here();
    var request =
        new SimulationRequest(
            port,
            level,
            keyField,
            faults.map(here::resolve),
            log.map(here::resolve),
            countsOnly,
            seed);
    session.penstock().simulate(request, this::listening);
    return ExitCode.OK.number();
  }

  private void listening(String address) {
    if (session.options().json()) {
      session.json(new Shape(JsonOutput.FORMAT_VERSION, address));
    } else {
      session.say("Listening on " + Texts.safe(address) + "; Ctrl-C ends it.");
    }
    session.terminal().out().flush();
  }

  /** Where it listens, in JSON. */
  record Shape(@JsonProperty("format_version") int formatVersion, String listening) {}
}
