package dev.penstock.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock resume}: a paused sync runs again. */
@Command(name = "resume", description = ResumeCommand.DESCRIPTION, sortOptions = false)
final class ResumeCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Lets a paused sync run again.";

  private final Session session;

  @Parameters(paramLabel = "SYNC", description = "The sync to resume.")
  private String sync = "";

  ResumeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.penstock().control().resume(sync);
    return Said.of(session, sync, "resumed", "Resumed %s.", "run " + sync);
  }
}
