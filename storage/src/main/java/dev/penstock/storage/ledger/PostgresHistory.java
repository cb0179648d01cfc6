package dev.penstock.storage.ledger;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.run.AmbiguousRun;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.RunRecord;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people read of the ledger in PostgreSQL. Thread-safe. */
public final class PostgresHistory implements History {
  /** So many ids show that a prefix is too short. */
  private static final int AMBIGUOUS_SHOWN = 3;

  private static final String LETTER_COLUMNS =
      """
      l.id, s.sync, l.last_run, l.key_text, l.kind, l.change, l.payload, l.code, l.scope,
      l.http_status, l.theirs, l.field, l.attempts, l.first_seen, l.last_seen, l.next_retry,
      l.status
      """;

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
              SELECT s.sync, s.destination, s.action, s.held, s.blocked,
                     (SELECT count(l.id) FROM penstock.dead_letters AS l
                      WHERE l.state = s.id AND l.status = 'open') AS open_letters
              FROM penstock.states AS s
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
  public List<Letter> letters(String project, Optional<String> sync, int limit) {
    return database.read(
        "list dead letters",
        connection ->
            Sql.list(
                connection,
                PostgresHistory::letter,
                "SELECT "
                    + LETTER_COLUMNS
                    + """
                    FROM penstock.dead_letters AS l
                    JOIN penstock.states AS s ON s.id = l.state
                    WHERE l.status = 'open' AND s.project = ? AND s.sync = coalesce(?, s.sync)
                    ORDER BY l.last_seen DESC, l.id DESC LIMIT ?
                    """,
                project,
                sync,
                limit));
  }

  @Override
  public Optional<Letter> letter(String project, String idOrKey) {
    return database.read(
        "find a dead letter",
        connection ->
            Sql.first(
                connection,
                PostgresHistory::letter,
                "SELECT "
                    + LETTER_COLUMNS
                    + """
                    FROM penstock.dead_letters AS l
                    JOIN penstock.states AS s ON s.id = l.state
                    WHERE s.project = ? AND (l.id = ? OR l.key_text = ? AND l.status = 'open')
                    ORDER BY l.id = ? DESC, l.last_seen DESC, l.id DESC LIMIT 1
                    """,
                project,
                idOrKey,
                idOrKey,
                idOrKey));
  }

  private static Letter letter(ResultSet row) throws SQLException {
    var failure =
        new Failure(
            ErrorCode.valueOf(row.getString("code")),
            Scope.valueOf(row.getString("scope")),
            row.getInt("http_status"),
            row.getString("theirs"),
            Sql.maybeText(row, "field"),
            Optional.empty());
    return new Letter(
        row.getString("id"),
        row.getString("sync"),
        row.getString("last_run"),
        row.getString("key_text"),
        Kind.valueOf(row.getString("kind")),
        row.getString("change"),
        new String(row.getBytes("payload"), StandardCharsets.UTF_8),
        failure,
        row.getInt("attempts"),
        Sql.instant(row, "first_seen"),
        Sql.instant(row, "last_seen"),
        Sql.maybeInstant(row, "next_retry"),
        row.getString("status"));
  }
}
