package dev.penstock.storage.ledger;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.pace.Accounts;
import dev.penstock.engine.pace.Standing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Accounts as rows. Places are given out by the server's clock, so that machines agree. */
final class PostgresAccounts implements Accounts {
  private static final double NANOS = 1e9;

  private final Database database;

  PostgresAccounts(Database database) {
    this.database = database;
  }

  @Override
  public Standing standing(String account) {
    return database
        .read(
            "read how the destination's account stands",
            connection ->
                Sql.first(
                    connection,
                    PostgresAccounts::standing,
                    """
                    SELECT a.down, a.since, a.not_before, a.learned_rate
                    FROM penstock.accounts AS a WHERE a.id = ?
                    """,
                    account))
        .orElse(Standing.GOOD);
  }

  private static Standing standing(ResultSet row) throws SQLException {
    double rate = row.getDouble("learned_rate");
    boolean known = !row.wasNull();
    return new Standing(
        Sql.maybeText(row, "down").map(ErrorCode::valueOf),
        Sql.maybeInstant(row, "since").orElse(Instant.EPOCH),
        Sql.maybeInstant(row, "not_before").orElse(Instant.EPOCH),
        known ? OptionalDouble.of(rate) : OptionalDouble.empty());
  }

  @Override
  public void keep(String account, Standing standing) {
    database.read(
        "keep how the destination's account stands",
        connection ->
            Sql.update(
                connection,
                """
                INSERT INTO penstock.accounts (id, down, since, not_before, learned_rate)
                VALUES (?, ?, ?, ?, ?::float8)
                ON CONFLICT (id) DO UPDATE
                SET down = EXCLUDED.down, since = EXCLUDED.since,
                    not_before = EXCLUDED.not_before, learned_rate = EXCLUDED.learned_rate
                """,
                account,
                standing.down(),
                standing.since(),
                standing.notBefore(),
                standing.learned().isPresent()
                    ? Optional.of(Double.toString(standing.learned().getAsDouble()))
                    : Optional.empty()));
  }

  @Override
  public Grant reserve(String account, OptionalDouble perSecond, OptionalLong perDay, int wanted) {
    double interval = perSecond.isPresent() ? 1 / perSecond.getAsDouble() : 0;
    long day = perDay.orElse(Long.MAX_VALUE);
    return database.read(
        "take places in the account's row of requests",
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO penstock.accounts (id) VALUES (?) ON CONFLICT (id) DO NOTHING",
              account);
          Optional<Grant> grant = take(connection, account, interval, day, wanted);
          return grant.isPresent() ? grant.get() : untilTomorrow(connection);
        });
  }

  /** As many places as the day has left, at most those wanted; empty when it has none. */
  private static Optional<Grant> take(
      Connection connection, String account, double interval, long perDay, int wanted)
      throws SQLException {
    return Sql.first(
        connection,
        row ->
            new Grant(
                row.getInt("places"), Duration.ofNanos((long) (row.getDouble("opens_in") * NANOS))),
        """
        WITH today AS (
          SELECT a.id, (now() AT TIME ZONE 'UTC')::date AS day,
                 CASE WHEN a.day = (now() AT TIME ZONE 'UTC')::date THEN a.used ELSE 0 END AS used,
                 greatest(a.next_place, now()) AS place
          FROM penstock.accounts AS a WHERE a.id = ? FOR UPDATE
        ), taken AS (
          SELECT t.id, t.day, t.used, t.place, least(?::bigint, ?::bigint - t.used) AS places
          FROM today AS t
        )
        UPDATE penstock.accounts AS a
        SET day = t.day, used = t.used + t.places,
            next_place = t.place + t.places * ?::float8 * interval '1 second'
        FROM taken AS t
        WHERE a.id = t.id AND t.places > 0
        RETURNING t.places, extract(epoch FROM t.place - now())::float8 AS opens_in
        """,
        account,
        (long) wanted,
        perDay,
        Double.toString(interval));
  }

  private static Grant untilTomorrow(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            row -> new Grant(0, Duration.ofNanos((long) (row.getDouble("opens_in") * NANOS))),
            """
            SELECT extract(epoch FROM date_trunc('day', now() AT TIME ZONE 'UTC')
                   + interval '1 day' - (now() AT TIME ZONE 'UTC'))::float8 AS opens_in
            """)
        .orElseThrow();
  }
}
