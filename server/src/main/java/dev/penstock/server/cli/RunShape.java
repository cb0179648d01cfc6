package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run in JSON. The member names are a contract with scripts. */
record RunShape(
    @JsonProperty("format_version") int formatVersion,
    String run,
    String sync,
    String status,
    String trigger,
    String started,
    Optional<String> ended,
    Optional<String> due,
    long durationMs,
    List<StepShape> steps,
    CountsShape counts,
    Optional<Fault> error,
    Optional<List<RunShape>> continued,
    Optional<List<String>> notes) {
  record StepShape(String name, long durationMs) {}

  record Fault(String code, String message) {}

  /** What was delivered, by kind of change. */
  record ByKind(long added, long updated, long deleted) {}

  /** Counts of a run; see the protocol for what they add up to. */
  @JsonPropertyOrder("found") // unwrapped members would come last
  record CountsShape(
      @JsonUnwrapped FoundShape found,
      long delivered,
      ByKind deliveredByKind,
      long skipped,
      long deadLettered,
      long superseded,
      long discarded,
      long pending,
      long requests,
      long retries,
      long clearedButOmitted) {
    static CountsShape of(Counts counts) {
      return new CountsShape(
          FoundShape.of(counts),
          counts.delivered(),
          new ByKind(counts.deliveredAdded(), counts.deliveredUpdated(), counts.deliveredDeleted()),
          counts.skipped(),
          counts.deadLettered(),
          counts.superseded(),
          counts.discarded(),
          counts.pending(),
          counts.requests(),
          counts.retries(),
          counts.clearedButOmitted());
    }
  }

  static RunShape of(RunReport report) {
    List<RunShape> continued = report.continued().stream().map(RunShape::of).toList();
    return of(
        report.run(),
        Optional.of(continued).filter(runs -> !runs.isEmpty()),
        Optional.of(report.notes()).filter(notes -> !notes.isEmpty()));
  }

  static RunShape of(RunRecord run) {
    return of(run, Optional.empty(), Optional.empty());
  }

  private static RunShape of(
      RunRecord run, Optional<List<RunShape>> continued, Optional<List<String>> notes) {
    return new RunShape(
        JsonOutput.FORMAT_VERSION,
        run.id(),
        run.sync(),
        Texts.word(run.status()),
        run.trigger(),
        run.started().toString(),
        run.ended().map(Instant::toString),
        run.due().map(Instant::toString),
        duration(run).toMillis(),
        run.steps().stream().map(step -> new StepShape(step.name(), step.durationMs())).toList(),
        CountsShape.of(run.counts()),
        run.error().map(code -> new Fault(code.name(), RunLines.sentence(run))),
        continued,
        notes);
  }

  /** From start to end; of a run that has no end yet, the sum of its steps. */
  static Duration duration(RunRecord run) {
    return run.ended()
        .map(end -> Duration.between(run.started(), end))
        .orElse(
            Duration.ofMillis(run.steps().stream().mapToLong(RunRecord.Step::durationMs).sum()));
  }
}
