package dev.penstock.server;

import dev.penstock.engine.run.RunRecord;
import java.util.List;
import java.util.Objects;

/**
 * How a run ended.
 *
 * @param continued runs that had been cut off and were finished first, the oldest first
 */
public record RunReport(RunRecord run, List<RunRecord> continued) {
  public RunReport {
    Objects.requireNonNull(run, "run");
    continued = List.copyOf(continued);
  }
}
