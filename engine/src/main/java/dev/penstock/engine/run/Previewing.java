package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.Planner;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.map.Rendering;
import dev.penstock.engine.row.RowView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans a run for the eye only. */
final class Previewing {
  private static final int SAMPLES_PER_KIND = 3;

  /** Samples are looked for among the first changes only: a look must stay cheap. */
  private static final int CHANGES_LOOKED_AT = 10_000;

  private final Planning planning;
  private final Planner planner;

  Previewing(Planning planning, Planner planner) {
    this.planning = planning;
    this.planner = planner;
  }

  Preview preview(CurrentRun run, Optional<RunRecord> unfinished) {
    try (Planned planned = planning.find(run)) {
      PlanSummary summary = planned.summary();
      return new Preview(
          summary, planned.objection(), requests(run, summary), samples(run, planned), unfinished);
    } finally {
      planner.drop(run.state(), run.id());
    }
  }

  private static long requests(CurrentRun run, PlanSummary plan) {
    Action action = run.sync().destination().action();
    long size = Math.min(action.batchRecordsMax(), run.sync().delivery().batchRecords());
    return Math.ceilDiv(plan.added() + plan.unsettledAdded(), size)
        + Math.ceilDiv(plan.updated() + plan.unsettledUpdated(), size)
        + Math.ceilDiv(plan.deleted(), size);
  }

  private static List<Preview.Sample> samples(CurrentRun run, Planned planned) {
    Rendering rendering = run.mapping().bind(planned.plan().columns());
    RowView view = new RowView(planned.plan().columns());
    JsonWriter out = new JsonWriter();
    Map<Kind, Integer> taken = new EnumMap<>(Kind.class);
    List<Preview.Sample> samples = new ArrayList<>();
    try (PlanCursor cursor = planned.plan().cursor(0)) {
      for (int i = 0; i < CHANGES_LOOKED_AT && cursor.next(); i++) {
        Kind kind = cursor.decision().kind();
        if (taken.merge(kind, 1, Integer::sum) > SAMPLES_PER_KIND) {
          continue;
        }
        view.wrap(cursor.bytes(), cursor.offset(), cursor.length());
        out.clear();
        Optional<Failure> failure = rendering.render(view, kind, out);
        String payload = failure.map(why -> why.code() + ": " + why.theirs()).orElseGet(out::text);
        samples.add(new Preview.Sample(kind, view.keyText(), payload, failure.isEmpty()));
      }
    }
    return samples;
  }
}
