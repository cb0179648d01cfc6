package dev.penstock.storage.ledger;

import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.engine.run.SyncIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Who may run a sync, and what its held state belongs to. Thread-safe. */
final class Claims {
  private final Database database;
  private final LedgerSettings.LeaseTimes times;
  private final InstantSource clock;
  private final Owner owner;
  private final Ids ids;
  private final String ledger;

  Claims(
      Database database,
      LedgerSettings.LeaseTimes times,
      InstantSource clock,
      Owner owner,
      Ids ids,
      String ledger) {
    this.database = database;
    this.times = times;
    this.clock = clock;
    this.owner = owner;
    this.ids = ids;
    this.ledger = ledger;
  }

  /** A live state with its lease; both rows are locked until the transaction ends. */
  private record Row(
      String state,
      String destination,
      String action,
      long seed,
      long generation,
      Optional<ErrorCode> blocked,
      long epoch,
      String owner,
      Optional<String> dataFolder,
      boolean released,
      Instant expires,
      boolean alive,
      boolean afterReset) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString("id"),
          row.getString("destination"),
          row.getString("action"),
          row.getLong("seed"),
          row.getLong("generation"),
          Sql.maybeText(row, "blocked").map(ErrorCode::valueOf),
          row.getLong("epoch"),
          row.getString("owner"),
          Sql.maybeText(row, "data_folder"),
          row.getBoolean("released"),
          Sql.instant(row, "expires_at"),
          row.getBoolean("alive"),
          row.getBoolean("after_reset"));
    }
  }

  Claim claim(SyncIdentity sync) {
    long sent = System.nanoTime();
    return database.transaction(
        "claim sync \"" + sync.sync() + "\"",
        connection -> {
          Row row = lockOrCreate(connection, sync);
          refuseOther(row, sync);
          refuseBusy(row, sync);
          take(connection, row);
          var lease =
              new PostgresLease(database, times, sync.sync(), row.state(), row.epoch() + 1, sent);
          return new Claim(
              lease,
              new StateRef(row.state(), row.generation(), ledger, row.seed()),
              unfinished(connection, row.state()),
              row.blocked(),
              row.released() || provenDead(row) ? Duration.ZERO : times.requestTimeoutMax(),
              lastError(connection, row.state(), sync),
              row.afterReset());
        });
  }

  private static Optional<ErrorCode> lastError(
      Connection connection, String state, SyncIdentity sync) throws SQLException {
    return Sql.first(
            connection,
            row -> Sql.maybeText(row, "error").map(ErrorCode::valueOf),
            """
            SELECT r.error FROM penstock.runs AS r
            WHERE r.project = ? AND r.sync = ? AND r.state = ? AND r.ended_at IS NOT NULL
            ORDER BY r.id DESC LIMIT 1
            """,
            sync.project(),
            sync.sync(),
            state)
        .flatMap(error -> error);
  }

  StateRef state(String state) {
    return database
        .read(
            "read which held state is valid",
            connection ->
                Sql.first(
                    connection,
                    row ->
                        new StateRef(state, row.getLong("generation"), ledger, row.getLong("seed")),
                    "SELECT s.generation, s.seed FROM penstock.states AS s WHERE s.id = ?",
                    state))
        .orElseThrow(() -> Database.internal("The ledger knows no state " + state + "."));
  }

  void rebind(SyncIdentity sync) {
    database.transaction(
        "bind sync \"" + sync.sync() + "\" to another destination",
        connection -> {
          Optional<Row> row = lock(connection, sync);
          if (row.isPresent()) {
            refuseBusy(row.get(), sync);
            outdate(connection, row.get());
            Sql.update(
                connection,
                "UPDATE penstock.states SET destination = ?, action = ? WHERE id = ?",
                sync.destination(),
                sync.action(),
                row.get().state());
          }
          return row;
        });
  }

  void reset(SyncIdentity sync) {
    database.transaction(
        "reset sync \"" + sync.sync() + "\"",
        connection -> {
          Optional<Row> row = lock(connection, sync);
          if (row.isPresent()) {
            refuseBusy(row.get(), sync);
            outdate(connection, row.get());
            forget(connection, row.get());
            create(connection, sync);
            inheritLease(connection, sync, row.get());
          }
          return row;
        });
  }

  private Row lockOrCreate(Connection connection, SyncIdentity sync) throws SQLException {
    Optional<Row> known = lock(connection, sync);
    if (known.isPresent()) {
      return known.get();
    }
    create(connection, sync);
    return lock(connection, sync).orElseThrow();
  }

  private static Optional<Row> lock(Connection connection, SyncIdentity sync) throws SQLException {
    return Sql.first(
        connection,
        Row::of,
        """
        SELECT s.id, s.destination, s.action, s.seed, s.generation, s.blocked,
               l.epoch, l.owner, l.data_folder, l.released, l.expires_at,
               NOT l.released AND l.expires_at > clock_timestamp() AS alive,
               EXISTS (
                 SELECT FROM penstock.states AS old
                 WHERE old.project = s.project AND old.sync = s.sync
                   AND old.closed_at IS NOT NULL) AS after_reset
        FROM penstock.states AS s
        JOIN penstock.leases AS l ON l.state = s.id
        WHERE s.project = ? AND s.sync = ? AND s.closed_at IS NULL
        FOR UPDATE OF s, l
        """,
        sync.project(),
        sync.sync());
  }

  /** Of two processes that meet a new sync at once, one waits here and then creates nothing. */
  private void create(Connection connection, SyncIdentity sync) throws SQLException {
    Sql.update(
        connection,
        """
        WITH made AS (
          INSERT INTO penstock.states (id, project, sync, destination, action, seed, created_at)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (project, sync) WHERE closed_at IS NULL DO NOTHING
          RETURNING id)
        INSERT INTO penstock.leases (state, epoch, owner, released, expires_at)
        SELECT m.id, 0, '', true, clock_timestamp() FROM made AS m
        """,
        ids.uuid(),
        sync.project(),
        sync.sync(),
        sync.destination(),
        sync.action(),
        ids.seed(),
        now());
  }

  private void take(Connection connection, Row row) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE penstock.leases
        SET epoch = epoch + 1, owner = ?, data_folder = ?, released = false,
            expires_at = clock_timestamp() + ? * INTERVAL '1 millisecond'
        WHERE state = ?
        """,
        owner.process(),
        owner.dataFolder(),
        times.ttl().toMillis(),
        row.state());
  }

  /** Whatever the last owner still writes is refused. */
  private static void outdate(Connection connection, Row row) throws SQLException {
    Sql.update(
        connection, "UPDATE penstock.leases SET epoch = epoch + 1 WHERE state = ?", row.state());
  }

  private void forget(Connection connection, Row row) throws SQLException {
    Instant now = now();
    Sql.update(
        connection, "UPDATE penstock.states SET closed_at = ? WHERE id = ?", now, row.state());
    Sql.update(
        connection,
        """
        DELETE FROM penstock.run_openings AS o
        USING penstock.runs AS r
        WHERE o.run = r.id AND r.state = ? AND r.status IN ('EXTRACTING', 'DELIVERING')
        """,
        row.state());
    Sql.update(
        connection,
        """
        UPDATE penstock.runs SET status = ?, ended_at = ?, error = ?, message = ?
        WHERE state = ? AND status IN ('EXTRACTING', 'DELIVERING')
        """,
        RunStatus.CANCELLED,
        now,
        ErrorCode.CANCELLED,
        "The sync was reset before this run had ended.",
        row.state());
    Sql.update(
        connection,
        """
        UPDATE penstock.dead_letters
        SET status = 'superseded', closed_at = ?, next_retry = NULL
        WHERE state = ? AND status IN ('open', 'discarded')
        """,
        now,
        row.state());
    Sql.update(connection, "DELETE FROM penstock.doubts WHERE state = ?", row.state());
  }

  /** Requests of a lost owner may still be under way after a reset: the next one waits for them. */
  private static void inheritLease(Connection connection, SyncIdentity sync, Row old)
      throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE penstock.leases AS l
        SET owner = ?, data_folder = ?, released = ?, expires_at = ?
        FROM penstock.states AS s
        WHERE l.state = s.id AND s.project = ? AND s.sync = ? AND s.closed_at IS NULL
        """,
        old.owner(),
        old.dataFolder(),
        old.released(),
        old.expires(),
        sync.project(),
        sync.sync());
  }

  private static Optional<Claim.Unfinished> unfinished(Connection connection, String state)
      throws SQLException {
    return Sql.first(
        connection,
        row ->
            new Claim.Unfinished(
                RunRows.read(row), row.getBoolean("sealed"), row.getInt("attempts")),
        "SELECT "
            + RunRows.COLUMNS
            + """
            , r.attempts, r.status = 'DELIVERING' AS sealed
            FROM penstock.runs AS r
            WHERE r.state = ? AND r.status IN ('EXTRACTING', 'DELIVERING')
            """,
        state);
  }

  private static void refuseOther(Row row, SyncIdentity sync) {
    if (row.destination().equals(sync.destination()) && row.action().equals(sync.action())) {
      return;
    }
    throw new PenstockException(
        ErrorCode.STATE_MISMATCH,
        "Sync \"%s\" cannot run: what is known to be delivered belongs to %s of %s, and the sync now points to %s of %s. Run with --reset to send everything there, or with --keep if it is the same tool under another name."
            .formatted(
                sync.sync(), row.action(), row.destination(), sync.action(), sync.destination()));
  }

  private void refuseBusy(Row row, SyncIdentity sync) {
    if (!row.alive() || provenDead(row)) {
      return;
    }
    throw new PenstockException(
        ErrorCode.SYNC_BUSY,
        "Sync \"%s\" is taken: process %s holds it until %s and goes on renewing that while it works. Wait for it, or use --lock-wait."
            .formatted(sync.sync(), row.owner(), row.expires().truncatedTo(ChronoUnit.SECONDS)));
  }

  /** We hold the lock of the folder that the owner had locked, and we are not the owner. */
  private boolean provenDead(Row row) {
    return owner.dataFolder().isPresent()
        && owner.dataFolder().equals(row.dataFolder())
        && !owner.process().equals(row.owner());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
