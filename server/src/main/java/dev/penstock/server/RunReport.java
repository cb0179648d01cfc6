package dev.penstock.server;

import dev.penstock.engine.run.RunRecord;
import java.util.List;
import java.util.Objects;

/**
 * How a run ended.
 *
 * @param continued runs that had been cut off and were finished first, the oldest first
 * @param notes what is no error and still worth a look, as sentences
 */
public record RunReport(RunRecord run, List<RunRecord> continued, List<String> notes) {
  /** What a person is told of a run of the engine. */
  public static RunReport of(dev.penstock.engine.run.RunReport report, List<String> notes) {
    return new RunReport(
        report.run(),
        report.continued().map(finished -> List.of(finished.run())).orElse(List.of()),
        notes);
  }

  /** A report without notes. */
  public RunReport(RunRecord run, List<RunRecord> continued) {
    this(run, continued, List.of());
  }

  public RunReport {
    Objects.requireNonNull(run, "run");
    continued = List.copyOf(continued);
    notes = List.copyOf(notes);
  }
}
