package dev.penstock.storage.planner;

import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.diff.Planner;
import dev.penstock.engine.diff.Settlement;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.testkit.world.PlannerBox;
import java.util.random.RandomGenerator;

/** The planner on a simulated disk; on demand it counts wrongly or cannot tidy. */
final class ErringBox implements PlannerBox {
  private final DiskBox box = new DiskBox();
  private boolean miscounts;
  private boolean tidies = true;

  /** The next settlement is wrong by one. */
  void miscountOnce() {
    miscounts = true;
  }

  /** From now on nothing can be removed. */
  void failToTidy() {
    tidies = false;
  }

  @Override
  public Planner open(Crashpoint crashpoint) {
    return new Erring(box.open(crashpoint));
  }

  @Override
  public void crash(RandomGenerator random) {
    box.crash(random);
  }

  @Override
  public void fullAfter(long bytes) {
    box.fullAfter(bytes);
  }

  private final class Erring implements Planner {
    private final Planner planner;

    Erring(Planner planner) {
      this.planner = planner;
    }

    @Override
    public Settlement settle(StateRef state, Plan plan, PlanOutcomes outcomes) {
      Settlement right = planner.settle(state, plan, outcomes);
      int error = miscounts ? 1 : 0;
      miscounts = false;
      return new Settlement(
          right.generation(),
          right.heldBefore(),
          right.added(),
          right.removed(),
          right.heldAfter() + error,
          right.delivered(),
          right.deadLettered(),
          right.skipped(),
          right.pending(),
          right.resolved(),
          right.superseded());
    }

    @Override
    public HeldSummary summary(StateRef state) {
      return planner.summary(state);
    }

    @Override
    public Plan plan(PlanRequest request, Extraction rows) {
      return planner.plan(request, rows);
    }

    @Override
    public Plan reopen(StateRef state, String run) {
      return planner.reopen(state, run);
    }

    @Override
    public void drop(StateRef state, String run) {
      planner.drop(state, run);
    }

    @Override
    public void tidy(StateRef state) {
      if (!tidies) {
        throw new PenstockException(ErrorCode.LEDGER_UNAVAILABLE, "The ledger went away.");
      }
      planner.tidy(state);
    }

    @Override
    public Verification verify(StateRef state) {
      return planner.verify(state);
    }
  }
}
