package dev.penstock.testkit.ledger;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.Journal;
import dev.penstock.engine.run.Mass;
import dev.penstock.engine.run.OpenedBatch;
import dev.penstock.engine.run.OutcomeChunk;
import dev.penstock.engine.run.Progress;
import dev.penstock.engine.run.RunEnd;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStart;
import dev.penstock.engine.run.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A run in memory, with its journal. Used by one thread. */
final class MemoryRun {
  private final String sync;
  private final RunStart start;
  private final TreeMap<Integer, OpenedBatch> opened = new TreeMap<>();
  private final TreeMap<Integer, OutcomeChunk> outcomes = new TreeMap<>();
  private RunStatus status = RunStatus.EXTRACTING;
  private Counts counts = Counts.ZERO;
  private Optional<PlanSummary> plan = Optional.empty();
  private Optional<Instant> ended = Optional.empty();
  private Optional<ErrorCode> error = Optional.empty();
  private String message = "";
  private Optional<Instant> due = Optional.empty();
  private Optional<Mass> mass = Optional.empty();
  private Optional<Instant> approved = Optional.empty();
  private boolean used;
  private List<RunRecord.Step> steps = List.of();
  private int attempts = 1;

  MemoryRun(String sync, RunStart start) {
    this.sync = sync;
    this.start = start;
  }

  RunStatus status() {
    return status;
  }

  int attempts() {
    return attempts;
  }

  int resume() {
    refuseEnded();
    return ++attempts;
  }

  void sealed(PlanSummary summary) {
    refuseEnded();
    status = RunStatus.DELIVERING;
    plan = Optional.of(plan.orElse(summary));
    counts = Counts.of(summary).requests(counts.requests(), counts.retries());
  }

  PlanSummary plan() {
    return plan.orElseThrow(
        () -> InMemoryLedger.internal("The ledger knows no sealed plan of run " + start.id()));
  }

  void open(List<OpenedBatch> batches) {
    batches.forEach(batch -> opened.put(batch.number(), batch));
  }

  void record(Progress progress) {
    progress.outcomes().forEach(chunk -> outcomes.put(chunk.number(), chunk));
    progress.closed().forEach(opened::remove);
    counts = counts.requests(progress.requests(), progress.retries());
  }

  Journal journal() {
    return new Journal(
        List.copyOf(opened.values()),
        List.copyOf(outcomes.values()),
        counts.requests(),
        counts.retries());
  }

  /** False when it had ended in the same way before. */
  boolean end(RunEnd end) {
    if (status == end.status()) {
      return false;
    }
    refuseEnded();
    status = end.status();
    ended = Optional.of(end.ended());
    counts = end.counts();
    steps = end.steps();
    error = end.error();
    message = MemoryLetter.storable(end.message());
    due = end.due();
    mass = end.mass();
    opened.clear();
    return true;
  }

  /** What a person says of a run that the guard stopped; false when it does not wait for it. */
  boolean decide(boolean yes, Instant now) {
    if (status != RunStatus.AWAITING_APPROVAL || mass.isEmpty() || used) {
      return false;
    }
    approved = yes ? Optional.of(now) : Optional.empty();
    return true;
  }

  boolean takeApproval(Mass planned, Instant now) {
    boolean good =
        !used
            && approved.filter(at -> at.plus(Decisions.APPROVAL_LIFE).isAfter(now)).isPresent()
            && mass.filter(planned::isWithin).isPresent();
    used |= good;
    return good;
  }

  void cancel(Instant now) {
    status = RunStatus.CANCELLED;
    ended = Optional.of(now);
    error = Optional.of(ErrorCode.CANCELLED);
    message = "The sync was reset before this run had ended.";
    opened.clear();
  }

  RunRecord shown() {
    return new RunRecord(
        start.id(),
        sync,
        start.trigger(),
        start.user(),
        start.mappingVersion(),
        status,
        start.started(),
        ended,
        counts,
        steps,
        error,
        message,
        due);
  }

  private void refuseEnded() {
    if (status.isEnd()) {
      throw InMemoryLedger.internal("Run " + start.id() + " has ended");
    }
  }
}
