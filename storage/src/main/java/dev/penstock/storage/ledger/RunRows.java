package dev.penstock.storage.ledger;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How a row of {@code runs} reads. */
final class RunRows {
  /** The columns that {@link #read} needs, of {@code runs AS r}. */
  static final String COLUMNS =
      """
      r.id, r.sync, r.trigger, r.started_by, r.mapping_version, r.status, r.started_at, r.ended_at,
      r.step_names, r.step_ms, r.error, r.message, r.due_at,
      r.read, r.added, r.updated, r.unsettled, r.deleted, r.unchanged, r.settled_without_sending,
      r.suppressed, r.source_rejected, r.planned, r.delivered_added, r.delivered_updated,
      r.delivered_deleted, r.skipped, r.dead_lettered, r.superseded, r.discarded, r.pending,
      r.requests, r.retries, r.cleared_but_omitted
      """;

  private RunRows() {}

  static RunRecord read(ResultSet row) throws SQLException {
    return new RunRecord(
        row.getString("id"),
        row.getString("sync"),
        row.getString("trigger"),
        row.getString("started_by"),
        row.getLong("mapping_version"),
        RunStatus.valueOf(row.getString("status")),
        Sql.instant(row, "started_at"),
        Sql.maybeInstant(row, "ended_at"),
        counts(row),
        steps(row),
        Sql.maybeText(row, "error").map(ErrorCode::valueOf),
        row.getString("message"),
        Sql.maybeInstant(row, "due_at"));
  }

  private static Counts counts(ResultSet row) throws SQLException {
    return new Counts(
        row.getLong("read"),
        row.getLong("added"),
        row.getLong("updated"),
        row.getLong("unsettled"),
        row.getLong("deleted"),
        row.getLong("unchanged"),
        row.getLong("settled_without_sending"),
        row.getLong("suppressed"),
        row.getLong("source_rejected"),
        row.getLong("planned"),
        row.getLong("delivered_added"),
        row.getLong("delivered_updated"),
        row.getLong("delivered_deleted"),
        row.getLong("skipped"),
        row.getLong("dead_lettered"),
        row.getLong("superseded"),
        row.getLong("discarded"),
        row.getLong("pending"),
        row.getLong("requests"),
        row.getLong("retries"),
        row.getLong("cleared_but_omitted"));
  }

  private static List<RunRecord.Step> steps(ResultSet row) throws SQLException {
    List<String> names = Sql.texts(row, "step_names");
    List<Long> durations = Sql.longs(row, "step_ms");
    List<RunRecord.Step> steps = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      steps.add(new RunRecord.Step(names.get(i), durations.get(i)));
    }
    return steps;
  }
}
