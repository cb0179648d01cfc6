package dev.penstock.engine.run;

import java.util.List;

/** What the ledger kept of a run's deliveries, to go on after a crash. */
public record Journal(
    List<OpenedBatch> opened, List<OutcomeChunk> outcomes, long requests, long retries) {
  public Journal {
    opened = List.copyOf(opened);
    outcomes = List.copyOf(outcomes);
  }
}
