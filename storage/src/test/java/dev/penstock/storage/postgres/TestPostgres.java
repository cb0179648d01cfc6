package dev.penstock.storage.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One embedded server for all tests of this JVM, started at the first use and stopped with the JVM.
 * Its settings are those of production, fsync included; a test gets its own database.
 */
public final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /**
   * A database of the shared server.
   *
   * @param url to be used with {@code user} and {@code password}
   */
  public record Database(String url, String user, String password) {}

  /** A new, empty database; {@code purpose} is a word for its name. */
  public static Database fresh(String purpose) {
    var server = Shared.SERVER;
    var name = purpose + "_" + DATABASES.incrementAndGet();
    server.createDatabaseIfMissing(name);
    return new Database(server.jdbcUrl(name), server.user(), server.password().value());
  }

  /** The server, for tests about it. */
  public static EmbeddedPostgres server() {
    return Shared.SERVER;
  }

  /** Where PostgreSQL's programs stay unpacked from one build to the next, until a clean. */
  static Path keptPrograms() throws IOException {
    return Files.createDirectories(Path.of("target", "postgres-programs").toAbsolutePath());
  }

  /** Loaded, and thereby started, by the first test that needs it. */
  private static final class Shared {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        var folder = Files.createTempDirectory("penstock-tests-");
        Folder.permit(folder, "rwxr-xr-x");
        var settings =
            EmbeddedPostgres.Settings.from(System.getenv()).withBinariesFolder(keptPrograms());
        var server = EmbeddedPostgres.open(folder, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(EmbeddedPostgres server, Path folder) {
      server.close();
      try {
        Folder.remove(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
