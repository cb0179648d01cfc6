package dev.penstock.engine.run;

import dev.penstock.engine.deliver.RequestsFactory;
import dev.penstock.engine.diff.Planner;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.Claim.Unfinished;
import dev.penstock.engine.run.Crashpoint.Moment;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Runs a sync once: extract, plan, deliver, settle.
 *
 * <p>What the destination holds moves only by what it confirmed. A row that was refused, lost or
 * interrupted is therefore simply still different, and a later run plans it again with its newest
 * value; a refused one, once it is due or changed. A run whose process died is finished first, from
 * its plan and its journal.
 *
 * <p>Thread-safe; two runs of one sync exclude each other by the ledger's lease.
 */
public final class SyncRunner {
  /** A run that so many processes died over is given up; the next one plans anew. */
  public static final int ATTEMPTS_MAX = 3;

  private final Ledger ledger;
  private final Planner planner;
  private final InstantSource clock;
  private final Crashpoint crashpoint;
  private final Planning planning;
  private final Delivering delivering;
  private final Settling settling;

  public SyncRunner(
      Ledger ledger,
      Planner planner,
      RequestsFactory requests,
      InstantSource clock,
      RandomGenerator random,
      Crashpoint crashpoint) {
    this.ledger = ledger;
    this.planner = planner;
    this.clock = clock;
    this.crashpoint = crashpoint;
    this.planning = new Planning(ledger, planner, clock, crashpoint);
    this.delivering = new Delivering(ledger, requests, clock, random, crashpoint);
    this.settling = new Settling(ledger, planner, clock, crashpoint);
  }

  /**
   * Runs the sync to one of its ends and reports it.
   *
   * @throws PenstockException when there is no end to report: the sync is busy or blocked, the
   *     ledger does not answer, the lease was lost. What may have been sent is known, and the next
   *     run finishes what this one began
   */
  public RunReport run(SyncSpec sync, RunOptions options, RunListener listener) {
    Claim claim = ledger.claim(sync.identity());
    try (Lease lease = claim.lease()) {
      crashpoint.at(Moment.CLAIMED);
      refuseBlocked(sync, claim);
      Optional<RunReport> continued = finishCrashed(sync, claim, options, listener);
      if (continued.filter(report -> !isCarriedOut(report)).isPresent()) {
        return continued.get(); // held off, blocked, stopped: planning anew would meet the same
      }
      StateRef state = continued.isPresent() ? ledger.state(lease) : claim.state();
      Optional<Unfinished> unsealed = unsealed(sync, claim, options, listener);
      CurrentRun run =
          new CurrentRun(
              sync, claim, state, options, listener, clock, unsealed.map(Unfinished::run));
      RunReport report = unsealed.isPresent() ? startOver(run) : start(run);
      tidy(lease);
      return new RunReport(report.run(), continued, report.plan());
    }
  }

  /** A crashed run that has no plan is begun again, if it was about the same. */
  private Optional<Unfinished> unsealed(
      SyncSpec sync, Claim claim, RunOptions options, RunListener listener) {
    Optional<Unfinished> unsealed = claim.unfinished().filter(crashed -> !crashed.sealed());
    if (unsealed.isEmpty() || options.goesOnWith(unsealed.get().run())) {
      return unsealed;
    }
    RunRecord crashed = unsealed.get().run();
    CurrentRun run =
        new CurrentRun(sync, claim, claim.state(), options, listener, clock, Optional.of(crashed));
    int _ = ledger.resume(run.lease(), run.id());
    RunReport _ =
        settling.endUndelivered(
            run,
            RunStatus.CANCELLED,
            ErrorCode.CANCELLED,
            "The process of run %s died before its plan was complete. Nothing was sent, and run %s, which is about something else, came after it."
                .formatted(crashed.id(), options.id()),
            Optional.empty());
    return Optional.empty();
  }

  /** What is recorded is done: a ledger that goes away now must not make it look otherwise. */
  private void tidy(Lease lease) {
    try {
      planner.tidy(ledger.state(lease));
    } catch (PenstockException e) {
      if (e.code() != ErrorCode.LEDGER_UNAVAILABLE && e.code() != ErrorCode.LEASE_LOST) {
        throw e;
      }
      // Every run tidies; the next one removes what is left now.
    }
  }

  /** Says what a run would do now, and sends and keeps nothing. */
  public Preview preview(SyncSpec sync, RunOptions options, RunListener listener) {
    Claim claim = ledger.claim(sync.identity());
    try (Lease lease = claim.lease()) {
      CurrentRun run =
          new CurrentRun(
              sync, claim, ledger.state(lease), options, listener, clock, Optional.empty());
      return new Previewing(planning, planner)
          .preview(run, claim.unfinished().map(Unfinished::run));
    }
  }

  private RunReport start(CurrentRun run) {
    ledger.begin(run.lease(), run.start());
    run.listener().started(run.id(), run.sync().name());
    return execute(run);
  }

  /**
   * Rows become changes, changes a durable plan, the plan deliveries, their outcomes held state.
   */
  private RunReport execute(CurrentRun run) {
    Optional<Ending> barred = delivering.barred(run);
    if (barred.isPresent()) {
      return settling.endBarred(run, barred.get());
    }
    Planned planned;
    try {
      planned = planning.plan(run);
    } catch (PenstockException e) {
      return withoutPlan(run, e);
    }
    try (planned) {
      if (planned.objection().isPresent()) {
        return settling.endUndelivered(
            run,
            RunStatus.AWAITING_APPROVAL,
            ErrorCode.MASS_CHANGE_GUARD,
            planned.objection().get(),
            Optional.of(planned));
      }
      Delivered delivered = delivering.deliver(run, planned);
      return settling.settle(run, planned, delivered);
    }
  }

  /** A crashed run whose plan is complete goes on with exactly that plan. */
  private Optional<RunReport> finishCrashed(
      SyncSpec sync, Claim claim, RunOptions options, RunListener listener) {
    Optional<Unfinished> sealed = claim.unfinished().filter(Unfinished::sealed);
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    RunRecord crashed = sealed.get().run();
    CurrentRun run =
        new CurrentRun(sync, claim, claim.state(), options, listener, clock, Optional.of(crashed));
    int attempts = ledger.resume(run.lease(), run.id());
    listener.continued(run.id(), sync.name());
    try (Planned planned = planning.reopen(run)) {
      Delivered delivered =
          attempts > ATTEMPTS_MAX
              ? delivering.giveUp(run, planned)
              : delivering.deliver(run, planned);
      return Optional.of(settling.settle(run, planned, delivered));
    }
  }

  /** A crashed run without a complete plan has sent nothing: it reads the model again. */
  private RunReport startOver(CurrentRun run) {
    int attempts = ledger.resume(run.lease(), run.id());
    run.listener().continued(run.id(), run.sync().name());
    if (attempts > ATTEMPTS_MAX) {
      return settling.endUndelivered(
          run,
          RunStatus.FAILED,
          ErrorCode.CRASH_LOOP,
          "Run %s died %d times before its plan was complete. Nothing was sent; look at the log, then run again."
              .formatted(run.id(), ATTEMPTS_MAX),
          Optional.empty());
    }
    return execute(run);
  }

  private RunReport withoutPlan(CurrentRun run, PenstockException e) {
    return switch (e.code()) {
      case LEASE_LOST, LEDGER_UNAVAILABLE -> throw e;
      case CANCELLED ->
          settling.endUndelivered(
              run, RunStatus.CANCELLED, e.code(), String.valueOf(e.getMessage()), Optional.empty());
      default ->
          settling.endUndelivered(
              run, RunStatus.FAILED, e.code(), String.valueOf(e.getMessage()), Optional.empty());
    };
  }

  private static boolean isCarriedOut(RunReport report) {
    boolean blocks = report.run().error().filter(ErrorCode.ACCOUNTING_MISMATCH::equals).isPresent();
    return !blocks && report.run().counts().pending() == 0;
  }

  private static void refuseBlocked(SyncSpec sync, Claim claim) {
    claim
        .blocked()
        .ifPresent(
            code -> {
              throw new PenstockException(
                  code,
                  "Sync \"%s\" is stopped: %s %s"
                      .formatted(sync.name(), code.sentence(), code.advice()));
            });
  }
}
