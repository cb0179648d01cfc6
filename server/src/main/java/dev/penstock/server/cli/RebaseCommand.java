package dev.penstock.server.cli;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.server.PlanReport;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock rebase}: takes the destination for right as it is. */
@Command(name = "rebase", description = RebaseCommand.DESCRIPTION, sortOptions = false)
final class RebaseCommand implements Callable<Integer> {
  static final String DESCRIPTION =
      "Takes the destination for right as it is; only later changes are sent.";

  private final Session session;

  @Parameters(paramLabel = "SYNC", description = "The sync to rebase.")
  private String sync = "";

  RebaseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Session.requireSync(session.project(), sync);
    if (!session.options().yes) {
      confirm(session.penstock().plan(sync));
    }
    RunReport report = session.penstock().control().rebase(sync, RunProgress.SILENT);
    return RunEnding.tell(session, report).number();
  }

  private void confirm(PlanReport plan) {
    PlanSummary summary = plan.summary();
    String numbers =
        "%s, %s and %s"
            .formatted(
                Texts.count(summary.added() + summary.unsettledAdded(), "new row"),
                Texts.count(summary.updated() + summary.unsettledUpdated(), "changed row"),
                Texts.count(summary.gone(), "row") + " that left the model");
    if (!session.mayAsk()) {
      throw new UsageException(
          "A rebase of `" + sync + "` needs a yes, and nobody can be asked here.",
          "Add --yes when it is meant; " + numbers + " would count as delivered.");
    }
    var err = session.terminal().err();
    err.println("This sends nothing: " + numbers + " of " + Texts.safe(sync));
    err.println("will count as delivered, as if the destination had them already.");
    session.insistOn(sync, "changed");
  }
}
