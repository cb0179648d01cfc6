package dev.penstock.server.wiring;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.FolderDisk;
import dev.penstock.storage.ledger.LedgerSettings;
import dev.penstock.storage.ledger.Owner;
import dev.penstock.storage.ledger.PostgresLedger;
import dev.penstock.storage.ledger.Secret;
import dev.penstock.storage.planner.LocalPlanner;
import dev.penstock.storage.planner.PlannerSettings;
import dev.penstock.storage.postgres.EmbeddedPostgres;
import dev.penstock.storage.postgres.EmbeddedPostgresException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The ledger and the held state of a data folder, open. A writer holds the folder's lock as long as
 * it is open, a reader does not.
 */
final class Stores implements AutoCloseable {
  private static final String DATABASE = "penstock";

  /** A command is one run at a time; the rest is for its readers. */
  private static final int POOL_SIZE = 3;

  private final DataFolder.@Nullable WriterLock lock;
  private final @Nullable EmbeddedPostgres postgres;
  private final PostgresLedger ledger;
  private final LocalPlanner planner;

  private Stores(
      DataFolder.@Nullable WriterLock lock,
      @Nullable EmbeddedPostgres postgres,
      PostgresLedger ledger,
      LocalPlanner planner) {
    this.lock = lock;
    this.postgres = postgres;
    this.ledger = ledger;
    this.planner = planner;
  }

  /**
   * Opens them.
   *
   * @param external the ledger's JDBC URL; empty means the embedded server
   */
  static Stores open(
      DataFolder folder,
      DataFolder.@Nullable WriterLock lock,
      Optional<String> external,
      Map<String, String> environment,
      InstantSource clock,
      RandomGenerator random,
      Crashpoint crashpoint) {
    Owner owner =
        new Owner(
            "pid " + ProcessHandle.current().pid() + " at " + clock.instant(),
            lock == null ? Optional.empty() : Optional.of(folder.id()));
    EmbeddedPostgres postgres = null;
    try {
      LedgerSettings settings;
      if (external.isPresent()) {
        settings = settings(checked(external.get()), "", "");
      } else {
        postgres = embedded(folder.path(), environment);
        settings =
            settings(postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password().value());
      }
      PostgresLedger ledger = PostgresLedger.open(settings, clock, owner, random);
      if (lock != null) {
        folder.bindTo(ledger.id());
      }
      LocalPlanner planner =
          new LocalPlanner(
              new FolderDisk(folder.state()),
              PlannerSettings.DEFAULT.on(Runtime.getRuntime().availableProcessors()),
              crashpoint);
      return new Stores(lock, postgres, ledger, planner);
    } catch (RuntimeException e) {
      if (postgres != null) {
        postgres.close();
      }
      throw e;
    }
  }

  private static EmbeddedPostgres embedded(Path folder, Map<String, String> environment) {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.open(folder, EmbeddedPostgres.Settings.from(environment));
      postgres.createDatabaseIfMissing(DATABASE);
      return postgres;
    } catch (EmbeddedPostgresException e) {
      ErrorCode code =
          e.code() == EmbeddedPostgresException.Code.DISK_FULL
              ? ErrorCode.DISK_FULL
              : ErrorCode.LEDGER_UNAVAILABLE;
      throw new PenstockException(code, String.valueOf(e.getMessage()), e);
    }
  }

  static String checked(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The ledger's address is no JDBC URL of a PostgreSQL. Write"
              + " jdbc:postgresql://host:port/database?user=...");
    }
    return url;
  }

  private static LedgerSettings settings(String url, String user, String password) {
    LedgerSettings standard = LedgerSettings.of(url, user, new Secret(password));
    return new LedgerSettings(url, user, standard.password(), POOL_SIZE, standard.leases());
  }

  PostgresLedger ledger() {
    return ledger;
  }

  LocalPlanner planner() {
    return planner;
  }

  @Override
  public void close() {
    try {
      ledger.close();
    } finally {
      try {
        if (postgres != null) {
          postgres.close();
        }
      } finally {
        if (lock != null) {
          lock.close();
        }
      }
    }
  }
}
