package dev.penstock.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock pause}: a sync does not run until it is resumed. */
@Command(name = "pause", description = PauseCommand.DESCRIPTION, sortOptions = false)
final class PauseCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Lets a sync rest until it is resumed; nothing is lost.";

  private final Session session;

  @Parameters(paramLabel = "SYNC", description = "The sync to pause.")
  private String sync = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for whoever looks next.")
  private String reason = "";

  PauseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.penstock().control().pause(sync, reason);
    return Said.of(
        session,
        sync,
        "paused",
        "Paused %s. A run under way stops within seconds; what it confirmed is kept.",
        "resume " + sync);
  }
}
