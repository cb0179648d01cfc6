package dev.penstock.storage.ledger;

import dev.penstock.engine.run.Decisions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

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

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
