package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.Planner;
import dev.penstock.engine.diff.Settlement;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.run.Crashpoint.Moment;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The end of a run: held state moves by what was confirmed, the counts are checked, and the ledger
 * learns both in one transaction.
 */
final class Settling {
  private final Ledger ledger;
  private final Planner planner;
  private final InstantSource clock;
  private final Crashpoint crashpoint;

  Settling(Ledger ledger, Planner planner, InstantSource clock, Crashpoint crashpoint) {
    this.ledger = ledger;
    this.planner = planner;
    this.clock = clock;
    this.crashpoint = crashpoint;
  }

  RunReport settle(CurrentRun run, Planned planned, Delivered delivered) {
    crashpoint.at(Moment.BEFORE_SETTLE);
    Settlement settlement = planner.settle(run.state(), planned.plan(), delivered.outcomes());
    crashpoint.at(Moment.SETTLED);
    run.stepEnded("settle");
    Tally tally = delivered.tally();
    List<KeyHash> unparked = settlement.superseded();
    Counts counts =
        Counts.of(planned.summary())
            .delivered(
                settlement.delivered().get(Kind.ADDED.code()),
                settlement.delivered().get(Kind.UPDATED.code()),
                settlement.delivered().get(Kind.DELETED.code()),
                settlement.skipped(),
                settlement.deadLettered(),
                tally.superseded(),
                settlement.pending() - tally.superseded())
            .requests(tally.requests(), tally.retries());
    boolean balanced = agrees(tally, settlement) && settlement.balances() && counts.balance();
    Verdict verdict =
        balanced ? verdict(planned.summary(), counts, delivered.ending()) : mismatch(run, counts);
    RunEnd end =
        new RunEnd(
            verdict.status(),
            clock.instant(),
            counts,
            run.steps(),
            verdict.error(),
            verdict.message(),
            settlement.generation(),
            settlement.heldAfter(),
            run.confirms() ? unparked : settlement.resolved(),
            run.confirms() ? List.of() : unparked,
            doubts(run, delivered.doubts(), unparked),
            verdict.due(),
            Optional.empty(),
            !balanced);
    return end(run, end, Optional.of(planned.summary()));
  }

  /** What people decided leaves no doubt. */
  private static List<Doubt> doubts(CurrentRun run, List<Doubt> left, List<KeyHash> confirmed) {
    if (run.rebases()) {
      return List.of();
    }
    Set<KeyHash> certain = run.confirms() ? Set.copyOf(confirmed) : Set.of();
    return left.stream().filter(doubt -> !certain.contains(doubt.key())).toList();
  }

  /** Nothing was planned, or nothing of the plan may go out: held state stays as it is. */
  RunReport endUndelivered(
      CurrentRun run, RunStatus status, ErrorCode code, String message, Optional<Planned> planned) {
    run.stepEnded(planned.isPresent() ? "guard" : "extract");
    return endUndelivered(run, status, code, message, planned, Optional.empty());
  }

  /** The destination wants to be left alone, so the model was not even read. */
  RunReport endBarred(CurrentRun run, Ending why) {
    return endUndelivered(
        run,
        why.status(),
        why.failure().code(),
        "%s%s Nothing was read or sent.%s"
            .formatted(why.failure().code().sentence(), said(why), due(why)),
        Optional.empty(),
        why.due());
  }

  private RunReport endUndelivered(
      CurrentRun run,
      RunStatus status,
      ErrorCode code,
      String message,
      Optional<Planned> planned,
      Optional<Instant> due) {
    RunEnd end =
        new RunEnd(
            status,
            clock.instant(),
            planned.map(Planned::summary).map(Counts::of).orElse(Counts.ZERO),
            run.steps(),
            Optional.of(code),
            message,
            run.state().generation(),
            planner.summary(run.state()).held(),
            List.of(),
            List.of(),
            ledger.doubts(run.lease()),
            due,
            planned.map(Planned::summary).map(Mass::of),
            false);
    return end(run, end, planned.map(Planned::summary));
  }

  private RunReport end(CurrentRun run, RunEnd end, Optional<PlanSummary> plan) {
    crashpoint.at(Moment.BEFORE_END);
    ledger.end(run.lease(), run.id(), end);
    crashpoint.at(Moment.AFTER_END);
    RunRecord record = run.record(end);
    run.listener().ended(record);
    return new RunReport(record, Optional.empty(), plan);
  }

  /** How a run is judged. */
  private record Verdict(
      RunStatus status, Optional<ErrorCode> error, String message, Optional<Instant> due) {
    Verdict(RunStatus status, Optional<ErrorCode> error, String message) {
      this(status, error, message, Optional.empty());
    }
  }

  /** What was counted as it happened must be what the outcomes add up to. */
  private static boolean agrees(Tally tally, Settlement settlement) {
    for (Kind kind : Kind.values()) {
      if (tally.delivered(kind) != settlement.delivered().get(kind.code())) {
        return false;
      }
    }
    return tally.skipped() == settlement.skipped()
        && tally.deadLettered() == settlement.deadLettered();
  }

  private static Verdict mismatch(CurrentRun run, Counts counts) {
    return new Verdict(
        RunStatus.FAILED,
        Optional.of(ErrorCode.ACCOUNTING_MISMATCH),
        "Run %s: the counts do not add up (%s). What is proven was kept; the sync is stopped until someone looked. Then: penstock reset %s."
            .formatted(run.id(), counts, run.sync().name()));
  }

  private static Verdict verdict(PlanSummary plan, Counts counts, Optional<Ending> ending) {
    if (ending.isPresent()) {
      Ending why = ending.get();
      return new Verdict(
          why.status(), Optional.of(why.failure().code()), sentence(why, counts), why.due());
    }
    if (plan.planned() > 0 && counts.delivered() + counts.skipped() == 0) {
      return new Verdict(RunStatus.FAILED, Optional.empty(), "None of the changes was delivered.");
    }
    boolean missing =
        counts.deadLettered() > 0 || counts.sourceRejected() > 0 || counts.suppressed() > 0;
    return missing
        ? new Verdict(
            RunStatus.PARTIAL,
            Optional.empty(),
            "%,d dead letters, %,d rows rejected at the source, %,d waiting in dead letters."
                .formatted(counts.deadLettered(), counts.sourceRejected(), counts.suppressed()))
        : new Verdict(RunStatus.SUCCEEDED, Optional.empty(), "");
  }

  private static String sentence(Ending why, Counts counts) {
    String status = why.failure().status() == 0 ? "" : " (" + why.failure().status() + ")";
    return "%s%s%s %,d of %,d changes are left for the next run.%s"
        .formatted(
            why.failure().code().sentence(),
            status,
            said(why),
            counts.pending(),
            counts.planned(),
            due(why));
  }

  private static String said(Ending why) {
    String theirs = why.failure().theirs();
    return theirs.isEmpty() ? "" : " It said: " + stripped(theirs) + ".";
  }

  private static String due(Ending why) {
    return why.due()
        .map(due -> " Due again at " + due.truncatedTo(ChronoUnit.SECONDS) + ".")
        .orElse("");
  }

  private static String stripped(String theirs) {
    return theirs.endsWith(".") ? theirs.substring(0, theirs.length() - 1) : theirs;
  }
}
