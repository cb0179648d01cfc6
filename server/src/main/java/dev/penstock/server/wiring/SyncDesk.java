package dev.penstock.server.wiring;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.Purpose;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.server.NotFoundException;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.SyncCommands;
import dev.penstock.server.project.Project;
import java.util.List;
import java.util.Optional;

/** Pauses, stops and approvals; all of them go through the ledger, so any process obeys. */
final class SyncDesk implements SyncCommands {
  private final Workplace place;

  SyncDesk(Workplace place) {
    this.place = place;
  }

  @Override
  public void pause(String sync, String reason) {
    String project = checked(sync);
    place.decisions().pause(project, sync, reason, place.user());
  }

  @Override
  public void resume(String sync) {
    String project = checked(sync);
    place.decisions().resume(project, sync);
  }

  @Override
  public Optional<String> cancel(String sync) {
    String project = checked(sync);
    return place.decisions().askToStop(project, sync, place.user());
  }

  @Override
  public RunReport rebase(String sync, RunProgress progress) {
    return place.run(sync, new Purpose.Rebase(), progress);
  }

  private String checked(String sync) {
    Project project = place.project();
    Workplace.sync(project, sync);
    return project.name();
  }

  @Override
  public String decide(String run, boolean approved, String reason) {
    String project = place.validate().nameOrThrow();
    RunRecord found =
        place
            .reader()
            .run(project, run)
            .orElseThrow(() -> NotFoundException.of("run", run, List.of(), "runs list"));
    if (!place.decisions().decide(project, found.id(), approved, reason, place.user())) {
      boolean stopped = found.status() == RunStatus.AWAITING_APPROVAL;
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Run %s waits for no approval: %s. `penstock status %s` shows where the sync stands."
              .formatted(
                  found.id(),
                  stopped ? "a later run came after it" : "the guard did not stop it",
                  found.sync()));
    }
    return found.sync();
  }
}
