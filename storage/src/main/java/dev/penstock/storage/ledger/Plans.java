package dev.penstock.storage.ledger;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.PlanSummary.OddRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The summaries of sealed plans. */
final class Plans {
  private Plans() {}

  /** Sealing again, after an answer was lost, changes nothing. */
  static void insert(Connection connection, String run, PlanSummary plan) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO penstock.run_plans
          (run, read, added, updated, unsettled_added, unsettled_updated, deleted, unchanged,
           settled_without_sending, suppressed, suppressed_gone, null_keys, duplicate_keys,
           oversize_rows, unreadable_rows, gone, held_before, whole, sample_codes, sample_keys)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run) DO NOTHING
        """,
        run,
        plan.read(),
        plan.added(),
        plan.updated(),
        plan.unsettledAdded(),
        plan.unsettledUpdated(),
        plan.deleted(),
        plan.unchanged(),
        plan.settledWithoutSending(),
        plan.suppressed(),
        plan.suppressedGone(),
        plan.nullKeys(),
        plan.duplicateKeys(),
        plan.oversizeRows(),
        plan.unreadableRows(),
        plan.gone(),
        plan.heldBefore(),
        plan.whole(),
        plan.oddRows().stream().map(OddRow::code).toArray(String[]::new),
        plan.oddRows().stream().map(OddRow::key).toArray(String[]::new));
  }

  static Optional<PlanSummary> of(Connection connection, String run) throws SQLException {
    return Sql.first(
        connection,
        Plans::read,
        """
        SELECT p.read, p.added, p.updated, p.unsettled_added, p.unsettled_updated, p.deleted,
               p.unchanged, p.settled_without_sending, p.suppressed, p.suppressed_gone, p.null_keys,
               p.duplicate_keys, p.oversize_rows, p.unreadable_rows, p.gone, p.held_before, p.whole,
               p.sample_codes, p.sample_keys
        FROM penstock.run_plans AS p
        WHERE p.run = ?
        """,
        run);
  }

  private static PlanSummary read(ResultSet row) throws SQLException {
    List<String> codes = Sql.texts(row, "sample_codes");
    List<String> keys = Sql.texts(row, "sample_keys");
    List<OddRow> samples = new ArrayList<>(codes.size());
    for (int i = 0; i < codes.size(); i++) {
      samples.add(new OddRow(codes.get(i), keys.get(i)));
    }
    return new PlanSummary(
        row.getLong("read"),
        row.getLong("added"),
        row.getLong("updated"),
        row.getLong("unsettled_added"),
        row.getLong("unsettled_updated"),
        row.getLong("deleted"),
        row.getLong("unchanged"),
        row.getLong("settled_without_sending"),
        row.getLong("suppressed"),
        row.getLong("suppressed_gone"),
        row.getLong("null_keys"),
        row.getLong("duplicate_keys"),
        row.getLong("oversize_rows"),
        row.getLong("unreadable_rows"),
        row.getLong("gone"),
        row.getLong("held_before"),
        row.getBoolean("whole"),
        samples);
  }
}
