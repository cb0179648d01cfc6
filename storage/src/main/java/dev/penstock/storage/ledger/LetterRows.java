package dev.penstock.storage.ledger;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.LetterGroup;
import dev.penstock.engine.run.LetterFilter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How dead letters are found and read by people. */
final class LetterRows {
  /** More kinds of failures than anybody reads. */
  private static final int GROUPS_MAX = 200;

  /** Letters at a time; each may hold a payload of a megabyte. */
  private static final int FETCHED = 50;

  private static final String COLUMNS =
      """
      l.id, s.sync, l.last_run, l.key_text, l.key_values, l.kind, l.change, l.payload, l.code,
      l.scope, l.http_status, l.theirs, l.field, l.print, l.request_id, l.attempts, l.first_seen,
      l.last_seen, l.next_retry, l.status, l.reason
      """;

  private static final String FROM =
      """
      FROM penstock.dead_letters AS l
      JOIN penstock.states AS s ON s.id = l.state
      """;

  private LetterRows() {}

  /** A condition of one letter with its arguments. */
  private record Where(String sql, List<Object> arguments) {
    static Where of(String project, LetterFilter filter) {
      List<String> terms = new ArrayList<>(List.of("s.project = ?"));
      List<Object> arguments = new ArrayList<>(List.of(project));
      switch (filter.state()) {
        case OPEN -> terms.add("l.status = 'open'");
        case WAITING -> terms.add("l.status = 'open' AND l.next_retry IS NULL");
        case DISCARDED -> terms.add("l.status = 'discarded'");
        case ALL -> {}
      }
      filter.sync().ifPresent(sync -> add(terms, arguments, "s.sync = ?", sync));
      if (!filter.codes().isEmpty()) {
        String[] codes = filter.codes().stream().map(ErrorCode::name).toArray(String[]::new);
        add(terms, arguments, "l.code = ANY (?)", codes);
      }
      filter.since().ifPresent(since -> add(terms, arguments, "l.last_seen >= ?", since));
      filter.until().ifPresent(until -> add(terms, arguments, "l.last_seen < ?", until));
      filter.status().ifPresent(status -> add(terms, arguments, "l.http_status = ?", status));
      filter.print().ifPresent(print -> add(terms, arguments, "l.print = ?", print));
      filter
          .key()
          .ifPresent(
              key ->
                  add(
                      terms,
                      arguments,
                      key.contains("*") ? "l.key_text LIKE ?" : "l.key_text = ?",
                      key.contains("*") ? pattern(key) : key));
      return new Where(" WHERE " + String.join(" AND ", terms), arguments);
    }

    private static void add(List<String> terms, List<Object> all, String term, Object argument) {
      terms.add(term);
      all.add(argument);
    }

    private static String pattern(String key) {
      return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace('*', '%');
    }

    Object[] with(Object... more) {
      List<Object> all = new ArrayList<>(arguments);
      all.addAll(List.of(more));
      return all.toArray();
    }
  }

  static List<Letter> list(Connection connection, String project, LetterFilter filter, int limit)
      throws SQLException {
    Where where = Where.of(project, filter);
    return Sql.list(
        connection,
        LetterRows::read,
        "SELECT " + COLUMNS + FROM + where.sql() + " ORDER BY l.last_seen DESC, l.id DESC LIMIT ?",
        where.with(limit));
  }

  /** A cursor needs a transaction around it. */
  static void each(
      Connection connection, String project, LetterFilter filter, Consumer<Letter> each)
      throws SQLException {
    Where where = Where.of(project, filter);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT " + COLUMNS + FROM + where.sql() + " ORDER BY l.last_seen DESC, l.id DESC")) {
      statement.setFetchSize(FETCHED);
      Sql.bind(statement, where.with());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          each.accept(read(rows));
        }
      }
    }
  }

  static List<LetterGroup> groups(Connection connection, String project, LetterFilter filter)
      throws SQLException {
    Where where = Where.of(project, filter);
    return Sql.list(
        connection,
        row ->
            new LetterGroup(
                row.getString("print"),
                row.getLong("letters"),
                Sql.instant(row, "began"),
                read(row)),
        "WITH chosen AS (SELECT "
            + COLUMNS
            + ", count(*) OVER w AS letters, min(l.first_seen) OVER w AS began,"
            + " row_number() OVER (PARTITION BY l.print ORDER BY l.last_seen DESC, l.id DESC) AS n "
            + FROM
            + where.sql()
            + " WINDOW w AS (PARTITION BY l.print))"
            + " SELECT * FROM chosen WHERE n = 1 ORDER BY letters DESC, last_seen DESC LIMIT ?",
        where.with(GROUPS_MAX));
  }

  static Optional<Letter> one(Connection connection, String project, String idOrKey)
      throws SQLException {
    return Sql.first(
        connection,
        LetterRows::read,
        "SELECT "
            + COLUMNS
            + FROM
            + """
             WHERE s.project = ? AND (l.id = ? OR l.key_text = ? AND l.status IN ('open', 'discarded'))
             ORDER BY l.id = ? DESC, l.status = 'open' DESC, l.last_seen DESC, l.id DESC LIMIT 1
            """,
        project,
        idOrKey,
        idOrKey,
        idOrKey);
  }

  private static Letter read(ResultSet row) throws SQLException {
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
        new RowKey(Sql.texts(row, "key_values")),
        Kind.valueOf(row.getString("kind")),
        row.getString("change"),
        new String(row.getBytes("payload"), StandardCharsets.UTF_8),
        failure,
        row.getString("print"),
        row.getString("request_id"),
        row.getInt("attempts"),
        Sql.instant(row, "first_seen"),
        Sql.instant(row, "last_seen"),
        Sql.maybeInstant(row, "next_retry"),
        row.getString("status"),
        row.getString("reason"));
  }
}
