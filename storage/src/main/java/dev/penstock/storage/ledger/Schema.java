package dev.penstock.storage.ledger;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema {@code penstock} of the ledger's database: brought to this build's version at the
 * start. Usually one query says that there is nothing to do; Flyway costs half a second.
 */
final class Schema {
  /** The newest migration in {@code db/migration}; a test holds it to the files. */
  static final int NEWEST = 4;

  private static final String NAME = "penstock";
  private static final String HISTORY = "schema_history";

  /** Spells "penstock": keeps two starting processes apart before Flyway has its own table. */
  private static final long ADVISORY_LOCK = 0x70656E73746F636BL;

  private static final String UNDEFINED_TABLE = "42P01";
  private static final String UNDEFINED_SCHEMA = "3F000";

  private Schema() {}

  private record Found(int version, Optional<String> ledger) {}

  /**
   * Makes the schema this build's.
   *
   * @param newLedger the id that the ledger gets if it has none yet
   * @return the ledger's id
   */
  static String prepare(Database database, LedgerSettings settings, String newLedger) {
    Optional<Found> found = look(database);
    if (found.isEmpty() || found.get().version() < NEWEST) {
      migrate(settings);
      found = look(database);
    }
    int version = found.map(Found::version).orElse(0);
    if (version > NEWEST) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The ledger cannot be used: its schema has version %d, this build knows versions up to %d. A newer Penstock upgraded it; start that build, or restore a backup made before the upgrade."
              .formatted(version, NEWEST));
    }
    return found.flatMap(Found::ledger).orElseGet(() -> name(database, newLedger));
  }

  private static Optional<Found> look(Database database) {
    return database.read(
        "look at its schema",
        connection -> {
          try {
            return Sql.first(
                connection,
                row -> new Found(row.getInt("version"), Sql.maybeText(row, "ledger")),
                """
                SELECT (SELECT max(h.version::integer)
                        FROM penstock.schema_history AS h
                        WHERE h.success AND h.version IS NOT NULL) AS version,
                       (SELECT l.id FROM penstock.ledger AS l) AS ledger
                """);
          } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())
                || UNDEFINED_SCHEMA.equals(e.getSQLState())) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static void migrate(LedgerSettings settings) {
    String url = settings.jdbcUrl();
    String user = settings.user();
    String password = settings.password().value();
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      Sql.first(
          connection, _ -> true, "SELECT 1 FROM pg_advisory_lock(?) AS locked", ADVISORY_LOCK);
      Flyway.configure()
          .dataSource(url, user, password)
          .schemas(NAME)
          .table(HISTORY)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (SQLException e) {
      throw SqlFailures.of("upgrade its schema", e);
    } catch (FlywayException e) {
      throw new PenstockException(
          ErrorCode.LEDGER_UNAVAILABLE,
          "The ledger could not upgrade its schema to version %d: a migration failed. Nothing of it was kept; read the cause, mend it and start again."
              .formatted(NEWEST),
          e);
    }
  }

  private static String name(Database database, String newLedger) {
    return database.read(
        "name itself",
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO penstock.ledger (id) VALUES (?) ON CONFLICT (singleton) DO NOTHING",
              newLedger);
          return Sql.first(
                  connection, row -> row.getString("id"), "SELECT l.id FROM penstock.ledger AS l")
              .orElseThrow();
        });
  }
}
