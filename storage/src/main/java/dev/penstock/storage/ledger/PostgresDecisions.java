package dev.penstock.storage.ledger;

import dev.penstock.engine.run.Decisions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What people decide, in the ledger's tables. Thread-safe. */
public final class PostgresDecisions implements Decisions {
  private final Database database;
  private final InstantSource clock;

  PostgresDecisions(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<String> discard(
      String project, List<String> letters, boolean forever, String reason, String who) {
    return database.read(
        "discard dead letters",
        connection ->
            Sql.list(
                connection,
                row -> row.getString("id"),
                """
                UPDATE penstock.dead_letters AS l
                SET status = 'discarded', forever = ?, reason = ?, decided_by = ?, decided_at = ?,
                    next_retry = NULL
                FROM penstock.states AS s
                WHERE s.id = l.state AND s.project = ? AND l.id = ANY (?)
                  AND l.status IN ('open', 'discarded')
                RETURNING l.id
                """,
                forever,
                reason,
                who,
                now(),
                project,
                letters));
  }

  @Override
  public List<String> restore(String project, List<String> letters, String who) {
    Instant now = now();
    return database.read(
        "restore dead letters",
        connection ->
            Sql.list(
                connection,
                row -> row.getString("id"),
                """
                UPDATE penstock.dead_letters AS l
                SET status = 'open', forever = false, reason = '', decided_by = ?,
                    decided_at = ?, next_retry = ?
                FROM penstock.states AS s
                WHERE s.id = l.state AND s.project = ? AND l.id = ANY (?)
                  AND l.status = 'discarded'
                RETURNING l.id
                """,
                who,
                now,
                now,
                project,
                letters));
  }

  @Override
  public void pause(String project, String sync, String reason, String who) {
    database.read(
        "pause sync \"" + sync + "\"",
        connection ->
            Sql.update(
                connection,
                """
                INSERT INTO penstock.sync_controls (project, sync, paused_at, paused_by, pause_reason)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (project, sync) DO UPDATE
                SET paused_at = coalesce(sync_controls.paused_at, EXCLUDED.paused_at),
                    paused_by = EXCLUDED.paused_by, pause_reason = EXCLUDED.pause_reason
                """,
                project,
                sync,
                now(),
                who,
                reason));
  }

  @Override
  public void resume(String project, String sync) {
    database.read(
        "resume sync \"" + sync + "\"",
        connection ->
            Sql.update(
                connection,
                """
                UPDATE penstock.sync_controls SET paused_at = NULL, pause_reason = ''
                WHERE project = ? AND sync = ?
                """,
                project,
                sync));
  }

  @Override
  public Optional<String> paused(String project, String sync) {
    return database.read(
        "ask whether sync \"" + sync + "\" is paused",
        connection ->
            Sql.first(
                connection,
                row -> SyncRows.paused(row).orElse(""),
                """
                SELECT c.paused_at, c.paused_by, c.pause_reason FROM penstock.sync_controls AS c
                WHERE c.project = ? AND c.sync = ? AND c.paused_at IS NOT NULL
                """,
                project,
                sync));
  }

  @Override
  public Optional<String> askToStop(String project, String sync, String who) {
    return database.read(
        "ask the run of sync \"" + sync + "\" to stop",
        connection ->
            Sql.first(
                connection,
                row -> row.getString("stop_run"),
                """
                INSERT INTO penstock.sync_controls (project, sync, stop_run, stopped_by)
                SELECT r.project, r.sync, r.id, ? FROM penstock.runs AS r
                WHERE r.project = ? AND r.sync = ? AND r.status IN ('EXTRACTING', 'DELIVERING')
                ORDER BY r.id DESC LIMIT 1
                ON CONFLICT (project, sync) DO UPDATE
                SET stop_run = EXCLUDED.stop_run, stopped_by = EXCLUDED.stopped_by
                RETURNING stop_run
                """,
                who,
                project,
                sync));
  }

  @Override
  public boolean mustStop(String project, String sync) {
    return database
        .read(
            "ask whether sync \"" + sync + "\" is to stop",
            connection ->
                Sql.first(
                    connection,
                    _ -> true,
                    """
                    SELECT 1 FROM penstock.sync_controls AS c
                    WHERE c.project = ? AND c.sync = ?
                      AND (c.paused_at IS NOT NULL
                           OR EXISTS (SELECT 1 FROM penstock.runs AS r
                                      WHERE r.id = c.stop_run AND r.ended_at IS NULL))
                    """,
                    project,
                    sync))
        .isPresent();
  }

  @Override
  public boolean decide(String project, String run, boolean approved, String reason, String who) {
    int decided =
        database.read(
            "decide about run " + run,
            connection ->
                Sql.update(
                    connection,
                    """
                    UPDATE penstock.runs AS r
                    SET decision = ?, decided_by = ?, decided_at = ?, reason = ?
                    WHERE r.project = ? AND r.id = ? AND r.status = 'AWAITING_APPROVAL'
                      AND r.mass IS NOT NULL AND r.decision IS DISTINCT FROM 'used'
                      AND r.id = (SELECT max(x.id) FROM penstock.runs AS x
                                  WHERE x.state = r.state)
                    """,
                    approved ? "approved" : "rejected",
                    who,
                    now(),
                    reason,
                    project,
                    run));
    return decided > 0;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
