package dev.penstock.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock approve} and {@code reject}: an answer to a run that the guard stopped. */
@Command(sortOptions = false)
final class DecideCommand implements Callable<Integer> {
  static final String APPROVE = "Lets the next run do what the guard stopped.";
  static final String REJECT = "Says no to what the guard stopped; the next run asks again.";

  private final Session session;
  private final boolean approves;

  @Parameters(paramLabel = "RUN", description = "The run that waits, or the beginning of its id.")
  private String run = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for whoever looks next.")
  private String reason = "";

  private DecideCommand(Session session, boolean approves) {
    this.session = session;
    this.approves = approves;
  }

  static DecideCommand approve(Session session) {
    return new DecideCommand(session, true);
  }

  static DecideCommand reject(Session session) {
    return new DecideCommand(session, false);
  }

  @Override
  public Integer call() {
    String sync = session.penstock().control().decide(run, approves, reason);
    return approves
        ? Said.of(
            session,
            sync,
            "approved",
            "Approved. The next run of %s goes out if its numbers are about the same.",
            "run " + sync)
        : Said.of(session, sync, "rejected", "Rejected. %s was not changed.", "plan " + sync);
  }
}
