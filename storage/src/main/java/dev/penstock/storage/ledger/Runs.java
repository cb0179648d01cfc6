package dev.penstock.storage.ledger;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.Doubt;
import dev.penstock.engine.run.Journal;
import dev.penstock.engine.run.Mass;
import dev.penstock.engine.run.OpenedBatch;
import dev.penstock.engine.run.OutcomeChunk;
import dev.penstock.engine.run.RunEnd;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The statements about one run; each works inside the caller's transaction. */
final class Runs {
  private Runs() {}

  static void insert(Connection connection, String state, RunStart start) throws SQLException {
    int rows =
        Sql.update(
            connection,
            """
            INSERT INTO penstock.runs
              (id, state, project, sync, trigger, started_by, mapping_version, definition, status,
               started_at)
            SELECT ?, s.id, s.project, s.sync, ?, ?, ?, ?, 'EXTRACTING', ?
            FROM penstock.states AS s
            WHERE s.id = ?
            ON CONFLICT (state) WHERE status IN ('EXTRACTING', 'DELIVERING') DO NOTHING
            """,
            start.id(),
            start.trigger(),
            start.user(),
            start.mappingVersion(),
            start.definition(),
            start.started(),
            state);
    if (rows == 0) {
      throw Database.internal(
          "Run %s cannot begin: the sync has a run that did not end, and its plan must be settled first. Report it."
              .formatted(start.id()));
    }
  }

  static int resume(Connection connection, String run) throws SQLException {
    return Sql.first(
            connection,
            row -> row.getInt("attempts"),
            """
            UPDATE penstock.runs SET attempts = attempts + 1
            WHERE id = ? AND status IN ('EXTRACTING', 'DELIVERING')
            RETURNING attempts
            """,
            run)
        .orElseThrow(() -> ended(run));
  }

  static void delivering(Connection connection, String run, PlanSummary plan) throws SQLException {
    Counts counts = Counts.of(plan);
    int rows =
        Sql.update(
            connection,
            """
            UPDATE penstock.runs
            SET status = 'DELIVERING', read = ?, added = ?, updated = ?, unsettled = ?, deleted = ?,
                unchanged = ?, settled_without_sending = ?, suppressed = ?, source_rejected = ?,
                planned = ?, pending = ?
            WHERE id = ? AND status IN ('EXTRACTING', 'DELIVERING')
            """,
            counts.read(),
            counts.added(),
            counts.updated(),
            counts.unsettled(),
            counts.deleted(),
            counts.unchanged(),
            counts.settledWithoutSending(),
            counts.suppressed(),
            counts.sourceRejected(),
            counts.planned(),
            counts.pending(),
            run);
    if (rows == 0) {
      throw ended(run);
    }
  }

  /** The run's totals, not the difference: writing them twice changes nothing. */
  static void count(Connection connection, String run, long requests, long retries)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE penstock.runs SET requests = ?, retries = ? WHERE id = ?",
        requests,
        retries,
        run);
  }

  static void outcomes(Connection connection, String run, List<OutcomeChunk> chunks)
      throws SQLException {
    if (chunks.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO penstock.run_outcomes (run, chunk, bits) VALUES (?, ?, ?)
            ON CONFLICT (run, chunk) DO UPDATE SET bits = EXCLUDED.bits
            """)) {
      for (OutcomeChunk chunk : chunks) {
        Sql.bind(statement, run, chunk.number(), chunk.bits());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  static Journal journal(Connection connection, String run) throws SQLException {
    List<OpenedBatch> opened = Openings.open(connection, run);
    List<OutcomeChunk> outcomes =
        Sql.list(
            connection,
            row -> new OutcomeChunk(row.getInt("chunk"), row.getBytes("bits")),
            """
            SELECT o.chunk, o.bits FROM penstock.run_outcomes AS o
            WHERE o.run = ?
            ORDER BY o.chunk
            """,
            run);
    return Sql.first(
            connection,
            row -> new Journal(opened, outcomes, row.getLong("requests"), row.getLong("retries")),
            "SELECT r.requests, r.retries FROM penstock.runs AS r WHERE r.id = ?",
            run)
        .orElseThrow(() -> Database.internal("The ledger knows no run " + run + "."));
  }

  /**
   * The final row of a run.
   *
   * @return false when the run had ended in the same way before: the answer to that was lost
   */
  private static Long[] numbers(Mass mass) {
    return new Long[] {mass.read(), mass.sent(), mass.gone(), mass.everything() ? 1L : 0L};
  }

  static boolean finish(Connection connection, String run, RunEnd end) throws SQLException {
    Counts counts = end.counts();
    int rows =
        Sql.update(
            connection,
            """
            UPDATE penstock.runs
            SET status = ?, ended_at = ?, error = ?, message = ?, step_names = ?, step_ms = ?,
                read = ?, added = ?, updated = ?, unsettled = ?, deleted = ?, unchanged = ?,
                settled_without_sending = ?, suppressed = ?, source_rejected = ?, planned = ?,
                delivered_added = ?, delivered_updated = ?, delivered_deleted = ?, skipped = ?,
                dead_lettered = ?, superseded = ?, discarded = ?, pending = ?, requests = ?,
                retries = ?, cleared_but_omitted = ?, due_at = ?, mass = ?::bigint[]
            WHERE id = ? AND status IN ('EXTRACTING', 'DELIVERING')
            """,
            end.status(),
            end.ended(),
            end.error(),
            end.message(),
            end.steps().stream().map(RunRecord.Step::name).toArray(String[]::new),
            end.steps().stream().map(RunRecord.Step::durationMs).toArray(Long[]::new),
            counts.read(),
            counts.added(),
            counts.updated(),
            counts.unsettled(),
            counts.deleted(),
            counts.unchanged(),
            counts.settledWithoutSending(),
            counts.suppressed(),
            counts.sourceRejected(),
            counts.planned(),
            counts.deliveredAdded(),
            counts.deliveredUpdated(),
            counts.deliveredDeleted(),
            counts.skipped(),
            counts.deadLettered(),
            counts.superseded(),
            counts.discarded(),
            counts.pending(),
            counts.requests(),
            counts.retries(),
            counts.clearedButOmitted(),
            end.due(),
            end.mass().map(Runs::numbers),
            run);
    if (rows == 1) {
      Openings.forget(connection, run);
      return true;
    }
    boolean same =
        Sql.first(
                connection,
                row -> row.getString("status").equals(end.status().name()),
                "SELECT r.status FROM penstock.runs AS r WHERE r.id = ?",
                run)
            .orElse(false);
    if (!same) {
      throw ended(run);
    }
    return false;
  }

  static void pointer(Connection connection, String state, RunEnd end) throws SQLException {
    int rows =
        Sql.update(
            connection,
            """
            UPDATE penstock.states
            SET generation = ?, held = ?, blocked = coalesce(?, blocked)
            WHERE id = ? AND generation <= ?
            """,
            end.generation(),
            end.held(),
            end.blocks() ? end.error().orElse(ErrorCode.INTERNAL).name() : Optional.empty(),
            state,
            end.generation());
    if (rows == 0) {
      throw Database.internal(
          "The run cannot end with generation %d: the ledger already points to a newer one. Report it."
              .formatted(end.generation()));
    }
  }

  static void doubts(Connection connection, String state, List<Doubt> doubts) throws SQLException {
    Sql.update(connection, "DELETE FROM penstock.doubts WHERE state = ?", state);
    addDoubts(connection, state, doubts);
  }

  /** Adds to what is in doubt; the latest of a key counts. */
  static void addDoubts(Connection connection, String state, List<Doubt> doubts)
      throws SQLException {
    if (doubts.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO penstock.doubts (state, key_hash, kind, target, not_before, origin, open)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (Doubt doubt : doubts) {
        Sql.bind(
            statement,
            state,
            Bits.of(doubt.key()),
            doubt.kind(),
            Bits.of(doubt.target()),
            doubt.notBefore(),
            doubt.origin(),
            doubt.open());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  static List<Doubt> doubts(Connection connection, String state) throws SQLException {
    return Sql.list(
        connection,
        row ->
            new Doubt(
                Bits.key(row.getBytes("key_hash")),
                Kind.valueOf(row.getString("kind")),
                Bits.fingerprint(row.getBytes("target")),
                Sql.instant(row, "not_before"),
                row.getLong("origin"),
                row.getBoolean("open")),
        """
        SELECT d.key_hash, d.kind, d.target, d.not_before, d.origin, d.open
        FROM penstock.doubts AS d
        WHERE d.state = ?
        ORDER BY d.id
        """,
        state);
  }

  private static PenstockException ended(String run) {
    return Database.internal(
        "Run %s cannot go on: the ledger says that it has ended, or never began. Report it."
            .formatted(run));
  }
}
