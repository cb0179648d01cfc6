package dev.penstock.storage.ledger;

import dev.penstock.engine.run.AmbiguousRun;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.RunRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What people read of the ledger in PostgreSQL. Thread-safe. */
public final class PostgresHistory implements History {
  /** So many ids show that a prefix is too short. */
  private static final int AMBIGUOUS_SHOWN = 3;

  private final Database database;

  PostgresHistory(Database database) {
    this.database = database;
  }

  @Override
  public List<RunRecord> runs(String project, Optional<String> sync, int limit) {
    return database.read(
        "list runs",
        connection ->
            sync.isPresent()
                ? Sql.list(
                    connection,
                    RunRows::read,
                    "SELECT "
                        + RunRows.COLUMNS
                        + """
                        FROM penstock.runs AS r
                        WHERE r.project = ? AND r.sync = ?
                        ORDER BY r.id DESC LIMIT ?
                        """,
                    project,
                    sync.get(),
                    limit)
                : Sql.list(
                    connection,
                    RunRows::read,
                    "SELECT "
                        + RunRows.COLUMNS
                        + """
                        FROM penstock.runs AS r
                        WHERE r.project = ?
                        ORDER BY r.id DESC LIMIT ?
                        """,
                    project,
                    limit));
  }

  @Override
  public Optional<RunRecord> run(String project, String id) {
    List<RunRecord> found =
        database.read(
            "find a run",
            connection ->
                Sql.list(
                    connection,
                    RunRows::read,
                    "SELECT "
                        + RunRows.COLUMNS
                        + """
                        FROM penstock.runs AS r
                        WHERE r.project = ? AND r.id ^@ ?
                        ORDER BY r.id LIMIT ?
                        """,
                    project,
                    id,
                    AMBIGUOUS_SHOWN));
    // The id itself sorts before all others that begin with it.
    if (found.size() > 1 && !found.getFirst().id().equals(id)) {
      throw new AmbiguousRun(id, found.stream().map(RunRecord::id).toList());
    }
    return found.stream().findFirst();
  }

  @Override
  public List<SyncStatus> syncs(String project) {
    return database.read(
        "list syncs",
        connection -> {
          Map<String, RunRecord> latest = latest(connection, project);
          return Sql.list(
              connection,
              row -> status(row, latest),
              """
              SELECT s.sync, s.destination, s.action, s.held, s.blocked, c.paused_at,
                     c.paused_by, c.pause_reason,
                     (SELECT count(l.id) FROM penstock.dead_letters AS l
                      WHERE l.state = s.id AND l.status = 'open') AS open_letters
              FROM penstock.states AS s
              LEFT JOIN penstock.sync_controls AS c
                ON c.project = s.project AND c.sync = s.sync
              WHERE s.project = ? AND s.closed_at IS NULL
              ORDER BY s.sync COLLATE "C"
              """,
              project);
        });
  }

  private static SyncStatus status(ResultSet row, Map<String, RunRecord> latest)
      throws SQLException {
    String sync = row.getString("sync");
    return new SyncStatus(
        sync,
        row.getString("destination"),
        row.getString("action"),
        row.getLong("held"),
        row.getLong("open_letters"),
        Sql.maybeText(row, "blocked").orElse(""),
        SyncRows.paused(row).orElse(""),
        Optional.ofNullable(latest.get(sync)));
  }

  private static Map<String, RunRecord> latest(Connection connection, String project)
      throws SQLException {
    Map<String, RunRecord> latest = new HashMap<>();
    Sql.list(
            connection,
            RunRows::read,
            "SELECT "
                + RunRows.COLUMNS
                + """
                FROM penstock.states AS s
                JOIN penstock.runs AS r ON r.id = (
                  SELECT x.id FROM penstock.runs AS x
                  WHERE x.project = s.project AND x.sync = s.sync
                  ORDER BY x.id DESC LIMIT 1)
                WHERE s.project = ? AND s.closed_at IS NULL
                """,
            project)
        .forEach(run -> latest.put(run.sync(), run));
    return latest;
  }

  @Override
  public List<Letter> letters(String project, LetterFilter filter, int limit) {
    return database.read(
        "list dead letters", connection -> LetterRows.list(connection, project, filter, limit));
  }

  @Override
  public void each(String project, LetterFilter filter, Consumer<Letter> each) {
    database.transaction(
        "read dead letters",
        connection -> {
          LetterRows.each(connection, project, filter, each);
          return true;
        });
  }

  @Override
  public List<LetterGroup> groups(String project, LetterFilter filter) {
    return database.read(
        "group dead letters", connection -> LetterRows.groups(connection, project, filter));
  }

  @Override
  public Optional<Letter> letter(String project, String idOrKey) {
    return database.read(
        "find a dead letter", connection -> LetterRows.one(connection, project, idOrKey));
  }
}
