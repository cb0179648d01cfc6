package dev.penstock.server.cli;

import dev.penstock.server.Penstock;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.RunRequest;
import dev.penstock.server.project.Project;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock run}: brings destinations up to date. */
@Command(
    name = "run",
    description = {
      RunCommand.DESCRIPTION,
      "",
      "Several syncs run one after another; with -o json each prints one line."
    },
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Runs syncs: finds what changed and delivers it.";

  private final Session session;

  @Parameters(paramLabel = "SYNC", arity = "1..*", description = "The syncs to run.")
  private List<String> syncs = List.of();

  @ArgGroup(exclusive = true)
  private Identity identity = new Identity();

  @Option(
      names = "--allow-mass-change",
      description = "Go on though far more rows changed or disappeared than usual.")
  private boolean allowMassChange;

  @Option(names = "--full", description = "Send every row again, changed or not.")
  private boolean full;

  @Option(
      names = "--scheduled",
      description =
          "For cron and other timers: refused records wait until they are due. Without it every"
              + " open dead letter is tried again.")
  private boolean scheduled;

  /** What a destination with another address is. */
  static final class Identity {
    @Option(
        names = "--reset",
        description = "The destination is another tool now: send everything there.")
    private boolean reset;

    @Option(
        names = "--keep",
        description = "The destination is the same tool under another address.")
    private boolean keep;

    RunRequest.Identity meaning() {
      if (reset) {
        return RunRequest.Identity.RESET;
      }
      return keep ? RunRequest.Identity.KEEP : RunRequest.Identity.UNCHANGED;
    }
  }

  RunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Project project = session.project();
    syncs.forEach(sync -> Session.requireSync(project, sync));
    ExitCode exit = ExitCode.OK;
    for (String sync : new LinkedHashSet<>(syncs)) {
      if (session.isInterrupted()) {
        break;
      }
      exit = exit.orWorse(run(sync));
    }
    if (session.isInterrupted()) {
      session
          .terminal()
          .err()
          .println("Interrupted. What was confirmed is kept; the next run finds the rest.");
    }
    return exit.number();
  }

  private ExitCode run(String sync) {
    RunRequest request = new RunRequest(sync, identity.meaning(), allowMassChange, full, scheduled);
    try {
      RunReport report = runWithProgress(request);
      return RunEnding.tell(session, report);
    } catch (RuntimeException e) {
      // One sync that cannot start must not keep the others from running.
      return new Failures(session).report(e);
    }
  }

  private RunReport runWithProgress(RunRequest request) {
    Penstock penstock = session.penstock();
    Terminal terminal = session.terminal();
    if (session.options().quiet || (!terminal.draws() && session.options().json())) {
      return penstock.run(request, RunProgress.SILENT);
    }
    if (!terminal.draws()) {
      return penstock.run(request, new Waits(request.sync(), terminal.err()));
    }
    try (var progress = new TerminalProgress(request.sync(), terminal.err(), terminal.nanos())) {
      return penstock.run(request, progress);
    }
  }
}
