package dev.penstock.storage.ledger;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.ErrorPrint;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.DeadLetter;
import dev.penstock.engine.run.LetterSchedule;
import dev.penstock.engine.run.LetterSchedule.Tries;
import dev.penstock.engine.run.ParkedLetter;
import dev.penstock.engine.run.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dead letters of a state: a key has at most one that is open or discarded. */
final class Letters {
  private final Ids ids;

  Letters(Ids ids) {
    this.ids = ids;
  }

  /** What is kept of a key's live letter when it fails again. */
  private record Live(
      KeyHash key,
      String id,
      boolean discarded,
      boolean forever,
      Kind kind,
      Fingerprint target,
      Instant firstSeen,
      Tries tries) {
    static Live of(ResultSet row) throws SQLException {
      return new Live(
          Bits.key(row.getBytes("key_hash")),
          row.getString("id"),
          row.getString("status").equals("discarded"),
          row.getBoolean("forever"),
          Kind.valueOf(row.getString("kind")),
          Bits.fingerprint(row.getBytes("target")),
          Sql.instant(row, "first_seen"),
          new Tries(
              row.getInt("attempts"),
              row.getInt("counted_attempts"),
              Sql.maybeInstant(row, "counted_at"),
              Sql.instant(row, "expires_at"),
              Sql.maybeInstant(row, "next_retry")));
    }

    /** A discard ends with the change it was about, unless it was for good. */
    boolean staysDiscarded(DeadLetter letter) {
      return discarded && (forever || sameChange(letter));
    }

    boolean sameChange(DeadLetter letter) {
      return kind == letter.kind() && target.equals(letter.target());
    }
  }

  /** Only the owner of the lease adds letters; what people decide waits for the rows' locks. */
  void keep(Connection connection, String state, String run, Progress progress, Instant now)
      throws SQLException {
    Map<KeyHash, DeadLetter> latest = new LinkedHashMap<>();
    for (DeadLetter letter : progress.letters()) {
      latest.put(letter.key(), letter);
    }
    Map<KeyHash, Live> live = live(connection, state, latest.keySet());
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO penstock.dead_letters
              (id, state, key_hash, key_text, key_values, kind, target, sequence, change, origin, payload,
               code, scope, http_status, theirs, field, print, request_id, doubt, status, attempts, counted_attempts,
               counted_at, expires_at, next_retry, first_seen, last_seen, last_run)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?,
                    ?::timestamptz, ?, ?, ?)
            ON CONFLICT (state, key_hash) WHERE status IN ('open', 'discarded') DO UPDATE
            SET key_text = EXCLUDED.key_text, key_values = EXCLUDED.key_values, kind = EXCLUDED.kind, target = EXCLUDED.target,
                sequence = EXCLUDED.sequence, change = EXCLUDED.change, origin = EXCLUDED.origin,
                payload = EXCLUDED.payload, code = EXCLUDED.code, scope = EXCLUDED.scope,
                http_status = EXCLUDED.http_status, theirs = EXCLUDED.theirs,
                field = EXCLUDED.field, print = EXCLUDED.print,
                request_id = EXCLUDED.request_id, doubt = EXCLUDED.doubt, status = EXCLUDED.status,
                attempts = EXCLUDED.attempts, counted_attempts = EXCLUDED.counted_attempts,
                counted_at = EXCLUDED.counted_at, expires_at = EXCLUDED.expires_at,
                next_retry = EXCLUDED.next_retry, last_seen = EXCLUDED.last_seen,
                last_run = EXCLUDED.last_run
            """)) {
      for (DeadLetter letter : latest.values()) {
        Optional<Live> before = Optional.ofNullable(live.get(letter.key()));
        Tries tries = tries(progress.schedule(), before, letter, now);
        add(statement, state, run, letter, before, tries, now);
      }
      statement.executeBatch();
    }
  }

  private static Map<KeyHash, Live> live(
      Connection connection, String state, Collection<KeyHash> keys) throws SQLException {
    Map<KeyHash, Live> live = HashMap.newHashMap(keys.size());
    List<Live> found =
        Sql.list(
            connection,
            Live::of,
            """
            SELECT l.key_hash, l.id, l.status, l.forever, l.kind, l.target, l.first_seen, l.attempts,
                   l.counted_attempts, l.counted_at, l.expires_at, l.next_retry
            FROM penstock.dead_letters AS l
            WHERE l.state = ? AND l.key_hash = ANY (?) AND l.status IN ('open', 'discarded')
            FOR UPDATE
            """,
            state,
            Bits.of(List.copyOf(keys)));
    for (Live letter : found) {
      live.put(letter.key(), letter);
    }
    return live;
  }

  private void add(
      PreparedStatement statement,
      String state,
      String run,
      DeadLetter letter,
      Optional<Live> live,
      Tries tries,
      Instant now)
      throws SQLException {
    boolean staysDiscarded = live.map(known -> known.staysDiscarded(letter)).orElse(false);
    Sql.bind(
        statement,
        live.map(Live::id).orElseGet(() -> ids.letter(now)),
        state,
        Bits.of(letter.key()),
        letter.keyText(),
        letter.row().values(),
        letter.kind(),
        Bits.of(letter.target()),
        letter.sequence(),
        letter.change(),
        letter.origin(),
        letter.payload(),
        letter.failure().code(),
        letter.failure().scope(),
        letter.failure().status(),
        letter.failure().theirs(),
        letter.failure().field(),
        ErrorPrint.of(letter.failure()),
        letter.requestId(),
        letter.doubt(),
        staysDiscarded ? "discarded" : "open",
        tries.sent(),
        tries.counted(),
        tries.countedAt(),
        tries.expires(),
        tries.nextRetry(),
        live.map(Live::firstSeen).orElse(now),
        now,
        run);
    statement.addBatch();
  }

  private static Tries tries(
      LetterSchedule schedule, Optional<Live> live, DeadLetter letter, Instant now) {
    Tries planned =
        live.map(
                known ->
                    known.sameChange(letter)
                        ? schedule.again(known.tries(), now, letter.sent())
                        : schedule.changed(known.tries(), now, letter.sent()))
            .orElseGet(() -> schedule.first(now, letter.sent()));
    return letter.isHeldForAPerson() ? planned.waiting() : planned;
  }

  /** Closes the live letters of these keys; "never for this key" stays whatever happens. */
  static void close(
      Connection connection, String state, String status, List<KeyHash> keys, Instant now)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        UPDATE penstock.dead_letters
        SET status = ?, closed_at = ?, next_retry = NULL
        WHERE state = ? AND status IN ('open', 'discarded') AND NOT forever
          AND key_hash = ANY (?)
        """,
        status,
        now,
        state,
        Bits.of(keys));
  }

  static List<ParkedLetter> parked(Connection connection, String state) throws SQLException {
    return Sql.list(
        connection,
        row ->
            new ParkedLetter(
                Bits.key(row.getBytes("key_hash")),
                new RowKey(Sql.texts(row, "key_values")),
                Kind.valueOf(row.getString("kind")),
                Bits.fingerprint(row.getBytes("target")),
                Sql.maybeInstant(row, "next_retry").orElse(Instant.MAX),
                row.getString("status").equals("discarded"),
                row.getBoolean("forever"),
                row.getLong("origin")),
        """
        SELECT l.key_hash, l.key_values, l.kind, l.target, l.status, l.forever, l.origin,
               CASE WHEN l.status = 'open' THEN l.next_retry END AS next_retry
        FROM penstock.dead_letters AS l
        WHERE l.state = ? AND l.status IN ('open', 'discarded')
        ORDER BY l.key_hash
        """,
        state);
  }
}
