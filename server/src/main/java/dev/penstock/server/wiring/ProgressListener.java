package dev.penstock.server.wiring;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.run.RunListener;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunProgress.Phase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a person and the log how a run goes on; never a row's value. */
final class ProgressListener implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger("penstock.run");

  private final RunProgress progress;

  ProgressListener(RunProgress progress) {
    this.progress = progress;
  }

  @Override
  public void started(String run, String sync) {
    LOG.info("run={} sync={} started", run, sync);
  }

  @Override
  public void continued(String run, String sync) {
    LOG.info("run={} sync={} continued after its process died", run, sync);
    progress.at(Phase.RESUME, 0, RunProgress.UNKNOWN);
  }

  @Override
  public void reading(long rows, long expected) {
    progress.at(Phase.EXTRACT, rows, expected > 0 ? expected : RunProgress.UNKNOWN);
  }

  @Override
  public void planned(PlanSummary plan) {
    progress.at(Phase.PLAN, plan.planned(), plan.planned());
  }

  @Override
  public void delivering(long decided, long planned) {
    progress.at(Phase.DELIVER, decided, planned);
  }

  @Override
  public void waiting(String why, long millis) {
    LOG.debug("waiting {} ms: {}", millis, why);
    progress.waiting(why, Duration.ofMillis(millis));
  }

  @Override
  public void ended(RunRecord run) {
    LOG.info(
        "run={} sync={} status={} read={} planned={} delivered={} deadLettered={} code={}",
        run.id(),
        run.sync(),
        run.status(),
        run.counts().read(),
        run.counts().planned(),
        run.counts().delivered(),
        run.counts().deadLettered(),
        run.error().map(Enum::name).orElse("-"));
  }
}
