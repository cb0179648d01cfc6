package dev.penstock.storage.ledger;

import dev.penstock.engine.error.PenstockException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/** Looks at a ledger's database without changing it. Blocks; safe for use by several threads. */
public final class LedgerCheck {
  private static final String CONNECT_SECONDS = "10";

  private LedgerCheck() {}

  /**
   * What was seen.
   *
   * @param version the server's own words for its version
   * @param schema the version of our schema; empty when there is none yet
   * @param mayCreate whether this user may make the schema
   * @param ahead how far the server's clock is ahead of ours, round trip included
   */
  public record Seen(String version, OptionalInt schema, boolean mayCreate, Duration ahead) {
    public boolean isNewerThanThisBuild() {
      return schema.orElse(0) > Schema.NEWEST;
    }
  }

  /**
   * Connects once and reads.
   *
   * @throws PenstockException LEDGER_UNAVAILABLE when it cannot
   */
  public static Seen look(String jdbcUrl, InstantSource clock) {
    Properties properties = new Properties();
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("readOnly", "true");
    try (var connection = DriverManager.getConnection(jdbcUrl, properties)) {
      connection.setReadOnly(true);
      boolean exists =
          Sql.first(
                  connection,
                  row -> row.getBoolean("there"),
                  "SELECT to_regclass('penstock.schema_history') IS NOT NULL AS there")
              .orElse(false);
      Optional<Integer> schema =
          exists
              ? Sql.first(
                  connection,
                  row -> row.getInt("version"),
                  """
                  SELECT COALESCE(max(h.version::integer), 0) AS version
                  FROM penstock.schema_history AS h
                  WHERE h.success AND h.version IS NOT NULL
                  """)
              : Optional.empty();
      return Sql.first(
              connection,
              row ->
                  new Seen(
                      row.getString("version"),
                      schema.map(OptionalInt::of).orElse(OptionalInt.empty()),
                      row.getBoolean("may_create"),
                      Duration.between(clock.instant(), Instant.ofEpochMilli(row.getLong("now")))),
              """
              SELECT current_setting('server_version') AS version,
                     has_database_privilege(current_database(), 'CREATE') AS may_create,
                     (EXTRACT(epoch FROM clock_timestamp()) * 1000)::bigint AS now
              """)
          .orElseThrow();
    } catch (SQLException e) {
      throw SqlFailures.of("look at it", e);
    }
  }
}
