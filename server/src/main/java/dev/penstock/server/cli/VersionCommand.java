package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code penstock version}. */
@Command(name = "version", description = VersionCommand.DESCRIPTION, sortOptions = false)
final class VersionCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Prints the version.";

  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    // A jar carries its version in the manifest; classes run from a build folder have none.
    String version =
        Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
            .orElse("(development)");
    if (session.options().json()) {
      session.json(new Shape(JsonOutput.FORMAT_VERSION, version));
    } else {
      session.terminal().out().println("penstock " + version);
    }
    return ExitCode.OK.number();
  }

  /** The version in JSON. */
  record Shape(@JsonProperty("format_version") int formatVersion, String version) {}
}
