package dev.penstock.connectors.duckdb;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which files may be read, and with how much of the machine.
 *
 * @param folder absolute; nothing outside of it is read
 * @param database a DuckDB file in the folder, by relative path; opened read only
 * @param memoryMegabytes how much DuckDB may hold; what needs more goes to temporary files
 * @param threads how many threads DuckDB may use
 * @param statementTimeout how long reading one model may take
 */
public record DuckdbSettings(
    Path folder,
    Optional<String> database,
    int memoryMegabytes,
    int threads,
    Duration statementTimeout) {
  /** With the JVM's heap of 256 MB and its own ledger the process stays inside 1 GiB. */
  public static final int MEMORY_MEGABYTES_DEFAULT = 256;

  /** DuckDB fails below this on files that are not tiny. */
  public static final int MEMORY_MEGABYTES_MIN = 64;

  public static final int MEMORY_MEGABYTES_MAX = 1 << 20;

  /** Reading one stream hardly gains from more, and each thread wants memory of its own. */
  public static final int THREADS_DEFAULT = 2;

  public static final int THREADS_MAX = 256;

  /** Long enough for a heavy model at night, short enough to be noticed the next morning. */
  public static final Duration STATEMENT_TIMEOUT_DEFAULT = Duration.ofHours(1);

  private static final Duration TIMEOUT_MAX = Duration.ofDays(7);

  public DuckdbSettings {
    if (!folder.isAbsolute()) {
      throw new IllegalArgumentException("the folder must be absolute");
    }
    folder = folder.normalize();
    String problem = problem(memoryMegabytes, threads, statementTimeout);
    if (!problem.isEmpty()) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The settings of the DuckDB source on "
              + folder
              + " are not valid: "
              + problem
              + ". Correct them and try again.");
    }
  }

  private static String problem(int memory, int threads, Duration timeout) {
    if (memory < MEMORY_MEGABYTES_MIN || memory > MEMORY_MEGABYTES_MAX) {
      return "memory_mb must be between " + MEMORY_MEGABYTES_MIN + " and " + MEMORY_MEGABYTES_MAX;
    }
    if (threads < 1 || threads > THREADS_MAX) {
      return "threads must be between 1 and " + THREADS_MAX;
    }
    boolean fits = timeout.compareTo(Duration.ofSeconds(1)) >= 0;
    return fits && timeout.compareTo(TIMEOUT_MAX) <= 0
        ? ""
        : "statement_timeout must be between 1 second and 7 days";
  }

  /** Everything else by default. */
  public static DuckdbSettings of(Path folder) {
    return new DuckdbSettings(
        folder,
        Optional.empty(),
        MEMORY_MEGABYTES_DEFAULT,
        THREADS_DEFAULT,
        STATEMENT_TIMEOUT_DEFAULT);
  }

  public DuckdbSettings withDatabase(String file) {
    return new DuckdbSettings(
        folder, Optional.of(file), memoryMegabytes, threads, statementTimeout);
  }

  public DuckdbSettings withTimeout(Duration timeout) {
    return new DuckdbSettings(folder, database, memoryMegabytes, threads, timeout);
  }
}
