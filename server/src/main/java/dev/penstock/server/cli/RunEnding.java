package dev.penstock.server.cli;

import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.RunReport;

/** Says how a run ended: what was done to stdout, why not all of it to stderr, and what now. */
final class RunEnding {
  private RunEnding() {}

  /** Returns what the run's status is as an exit code. */
  static ExitCode tell(Session session, RunReport report) {
    RunRecord run = report.run();
    if (session.options().json()) {
      session.json(RunShape.of(report));
    } else {
      for (RunRecord earlier : report.continued()) {
        session.say("First finished the run that was cut off before:");
        RunLines.of(earlier, session.style()).forEach(session::say);
      }
      RunLines.of(run, session.style()).forEach(session::say);
      report.notes().forEach(note -> session.say("Note: " + Texts.safe(note)));
    }
    run.error()
        .ifPresent(
            code ->
                Failures.print(
                    session.terminal().err(),
                    code.name(),
                    session.runnable(RunLines.sentence(run)),
                    session.runnable(code.advice())));
    if (run.error().isEmpty() && !run.message().isEmpty()) {
      session.say("  " + Texts.safe(run.message()));
    }
    RunLines.next(run, session::command).forEach(session::say);
    return ExitCode.of(run.status());
  }
}
