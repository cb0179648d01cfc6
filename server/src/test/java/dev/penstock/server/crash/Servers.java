package dev.penstock.server.crash;

import dev.penstock.storage.ledger.LedgerSettings;
import dev.penstock.storage.ledger.Owner;
import dev.penstock.storage.ledger.PostgresLedger;
import dev.penstock.storage.ledger.Secret;
import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One PostgreSQL for all tests of this JVM: the source's database and the ledgers'. */
final class Servers {
  static final String WAREHOUSE = "warehouse";

  private static final AtomicInteger LEDGERS = new AtomicInteger();

  private Servers() {}

  static EmbeddedPostgres postgres() {
    return Shared.SERVER;
  }

  /** A new ledger's database. */
  static Ledger newLedger() {
    String name = "ledger_" + LEDGERS.incrementAndGet();
    postgres().createDatabaseIfMissing(name);
    return new Ledger(name);
  }

  static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        postgres().jdbcUrl(database), postgres().user(), postgres().password().value());
  }

  /** Runs statements, one after another. */
  static void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        boolean _ = statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row. */
  static long number(String database, String sql) {
    try (Connection connection = connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new IllegalStateException("no row");
      }
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static PostgresLedger open(String url, String user, String password) {
    return PostgresLedger.open(
        LedgerSettings.of(url, user, new Secret(password)),
        InstantSource.system(),
        new Owner("the test", Optional.empty()),
        new Random(1));
  }

  static void removeAll(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A database for a ledger. */
  record Ledger(String database) {
    /** With user and password, as a person would set it. */
    String url() {
      return postgres().jdbcUrl(database)
          + "&user="
          + postgres().user()
          + "&password="
          + postgres().password().value();
    }

    PostgresLedger open() {
      return Servers.open(
          postgres().jdbcUrl(database), postgres().user(), postgres().password().value());
    }
  }

  /** Loaded, and thereby started, by the first test that needs it. */
  private static final class Shared {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        Path folder = Files.createTempDirectory("penstock-crash-");
        // The server runs under another user when the tests run as root.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path programs =
            Files.createDirectories(Path.of("target", "postgres-programs").toAbsolutePath());
        EmbeddedPostgres server =
            EmbeddedPostgres.open(
                folder,
                EmbeddedPostgres.Settings.from(System.getenv()).withBinariesFolder(programs));
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      server.close();
                      removeAll(folder);
                    }));
        server.createDatabaseIfMissing(WAREHOUSE);
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
