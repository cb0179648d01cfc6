package dev.penstock.server.wiring;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.RunRecord;
import java.util.ArrayList;
import java.util.List;

/** What is no error and still worth a person's look, in sentences. */
final class Notes {
  /** Below this many rows all of them may well have changed. */
  private static final long ROWS_MIN = 20;

  private static final int CHANGED_PERCENT = 95;

  /** Twice in a row is no accident any more. */
  private static final int RUNS = 2;

  private Notes() {}

  /** What a plan shows of the model's rows. */
  static List<String> of(PlanSummary plan) {
    List<String> notes = new ArrayList<>();
    boolean empty = plan.oddRows().stream().anyMatch(row -> !row.isRejected());
    if (empty) {
      notes.add(
          "A row has an empty key, or one of blanks. It is sent like any other; if it is not meant,"
              + " leave it out in the model's query.");
    }
    return notes;
  }

  /**
   * What the last runs show together.
   *
   * @param runs of one sync, the newest first
   */
  static List<String> of(List<RunRecord> runs) {
    boolean always =
        runs.size() >= RUNS
            && runs.stream().limit(RUNS).allMatch(run -> isAllUpdated(run.counts()))
            && runs.get(0).mappingVersion() == runs.get(RUNS - 1).mappingVersion();
    return always
        ? List.of(
            "Nearly every row changed, as in the run before. Look for now(), random() or a load"
                + " time among the columns that are mapped: such a column sends everything each"
                + " time.")
        : List.of();
  }

  private static boolean isAllUpdated(Counts counts) {
    return counts.read() >= ROWS_MIN && counts.updated() * 100 > CHANGED_PERCENT * counts.read();
  }
}
