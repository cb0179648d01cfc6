package dev.penstock.server.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock cancel}: asks the run of a sync to stop, in whatever process it is. */
@Command(name = "cancel", description = CancelCommand.DESCRIPTION, sortOptions = false)
final class CancelCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Stops the run of a sync that is under way; nothing is lost.";

  private final Session session;

  @Parameters(paramLabel = "SYNC", description = "The sync whose run is to stop.")
  private String sync = "";

  CancelCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Optional<String> run = session.penstock().control().cancel(sync);
    return run.isPresent()
        ? Said.of(
            session,
            sync,
            "stopping",
            "Asked run " + run.get() + " of %s to stop; it does within seconds.",
            "runs show " + run.get())
        : Said.of(session, sync, "idle", "No run of %s is under way.", "status " + sync);
  }
}
