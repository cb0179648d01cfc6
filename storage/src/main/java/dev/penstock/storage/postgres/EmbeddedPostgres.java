package dev.penstock.storage.postgres;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that Penstock runs for itself in {@code <data>/postgres}, shared by all
 * Penstock processes that use the data folder: the first starts it, the last to close stops it, and
 * one that was left behind by a killed process is adopted.
 *
 * <p>Whoever opens must close, also on the way out of the process (a shutdown hook): the server has
 * a session of its own and outlives us. Safe for use by several threads. All methods block.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** Longer than a first start with recovery usually takes; then somebody hangs. */
  private static final Duration START_LOCK_WITHIN = Duration.ofMinutes(2);

  /** Copies a template of 7 MB and syncs it. */
  private static final Duration CREATE_DATABASE_WITHIN = Duration.ofSeconds(60);

  /** Lower case without surprises: the same in SQL, URLs and tools. 63 is PostgreSQL's limit. */
  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private static final String DUPLICATE_DATABASE = "42P04";
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String DISK_FULL = "53100";

  private final Cluster cluster;
  private final Password password;
  private final Opening.Opened opened;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(Cluster cluster, Password password, Opening.Opened opened) {
    this.cluster = cluster;
    this.password = password;
    this.opened = opened;
  }

  /** The version of the programs that this build brings along. */
  public static String version() {
    return Binaries.VERSION;
  }

  /**
   * How to run the server.
   *
   * @param rootMode what to do when we are root
   * @param binariesFolder where to unpack the programs instead of {@code <data>/postgres}, to share
   *     them among data folders; null for that default
   * @param answerWithin after this time without an answer a running server counts as hanging
   * @param startWithin how long a start, with recovery after a crash, may take
   */
  public record Settings(
      RootMode rootMode,
      @Nullable Path binariesFolder,
      Duration answerWithin,
      Duration startWithin) {
    /** A busy machine answers in a second; ten mean that nobody is at home. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    /** Replaying 256 MB of log takes seconds; a slow disk gets ten times that. */
    private static final Duration START_WITHIN = Duration.ofSeconds(90);

    /** What suits everybody. */
    public static Settings defaults() {
      return new Settings(RootMode.AUTO, null, ANSWER_WITHIN, START_WITHIN);
    }

    /**
     * The defaults with what the environment changes, which is {@link RootMode#VARIABLE}.
     *
     * @throws EmbeddedPostgresException {@code SETTING_INVALID}
     */
    public static Settings from(Map<String, String> environment) {
      return defaults()
          .withRootMode(RootMode.parse(environment.getOrDefault(RootMode.VARIABLE, "")));
    }

    /** The same with another way to get rid of root. */
    public Settings withRootMode(RootMode mode) {
      return new Settings(mode, binariesFolder, answerWithin, startWithin);
    }

    /** The same with programs shared in a folder that exists. */
    public Settings withBinariesFolder(Path folder) {
      return new Settings(rootMode, folder, answerWithin, startWithin);
    }

    /** The same with another patience for a running server. */
    public Settings withAnswerWithin(Duration bound) {
      return new Settings(rootMode, binariesFolder, bound, startWithin);
    }
  }

  /**
   * Starts the server of a data folder or adopts the running one. Creates what is missing.
   *
   * @throws EmbeddedPostgresException with a code and a remedy
   */
  public static EmbeddedPostgres open(Path dataFolder, Settings settings) {
    return open(dataFolder, settings, Ports::free);
  }

  static EmbeddedPostgres open(Path dataFolder, Settings settings, Ports ports) {
    var startedAt = System.nanoTime();
    try {
      var cluster = new Cluster(createFolder(dataFolder));
      try (var starting = FolderLocks.of(cluster.folder()).start(START_LOCK_WITHIN)) {
        cluster.removeLeftovers();
        var password = cluster.password();
        var opening = new Opening(dataFolder.toRealPath(), cluster, password, settings, ports);
        var opened = opening.open(starting);
        starting.join();
        LOG.info(
            "postgres {} pid={} port={} millis={}",
            opened.adopted() ? "adopted" : "started",
            opened.server().pid(),
            opened.server().port(),
            Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
        return new EmbeddedPostgres(cluster, password, opened);
      }
    } catch (IOException e) {
      throw Failures.of("open the server", dataFolder, e);
    }
  }

  private static Path createFolder(Path dataFolder) throws IOException {
    Files.createDirectories(dataFolder);
    var folder = dataFolder.toRealPath().resolve("postgres");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    // The folder may be a link to another disk; locks and proofs need its one true name.
    return folder.toRealPath();
  }

  /** The URL of a database without user and password; it has parameters, append with {@code &}. */
  public String jdbcUrl(String database) {
    return Question.url(port(), database);
  }

  /** The only user, who may do everything. */
  public String user() {
    return Cluster.USER;
  }

  /** The password of {@link #user}; the same for the life of the data folder. */
  public Password password() {
    return password;
  }

  /** Where the server listens on 127.0.0.1. */
  public int port() {
    return opened.server().port();
  }

  /** The server's process. */
  public long pid() {
    return opened.server().pid();
  }

  /** Whether the server was running already when we came. */
  public boolean adopted() {
    return opened.adopted();
  }

  /**
   * Creates an empty database unless there is one of that name.
   *
   * @param name lower case letters, digits and underscores, at most 63, first a letter
   * @throws EmbeddedPostgresException {@code DISK_FULL} or {@code DATABASE_FAILED}
   */
  public void createDatabaseIfMissing(String name) {
    if (!DATABASE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a database name: " + name);
    }
    var question = new Question(port(), password, CREATE_DATABASE_WITHIN);
    try (var connection = question.connect("postgres");
        var query =
            connection.prepareStatement("SELECT datname FROM pg_database WHERE datname = ?");
        var create = connection.createStatement()) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        if (rows.next()) {
          return;
        }
      }
      create.executeUpdate("CREATE DATABASE " + name);
    } catch (SQLException e) {
      var state = String.valueOf(e.getSQLState());
      // Somebody was faster: what we wanted is there.
      if (!state.equals(DUPLICATE_DATABASE) && !state.equals(UNIQUE_VIOLATION)) {
        throw notCreated(name, state, e);
      }
    }
  }

  private EmbeddedPostgresException notCreated(String name, String state, SQLException failure) {
    if (state.equals(DISK_FULL)) {
      return Failures.diskFull("create database " + name, cluster.folder(), failure);
    }
    return new EmbeddedPostgresException(
        Code.DATABASE_FAILED,
        "Embedded PostgreSQL in %s: could not create database %s: %s. Look at server.log."
            .formatted(cluster.folder(), name, failure.getMessage()),
        failure);
  }

  /**
   * Gives the server up, and stops it and waits for its end when nobody else on the machine uses
   * it. Later calls do nothing. An interrupt does not cut it short.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    var interrupted = Thread.interrupted();
    try (var starting = FolderLocks.of(cluster.folder()).start(START_LOCK_WITHIN)) {
      if (starting.leave()) {
        var server = Server.of(cluster);
        if (server.isPresent()) {
          server.get().stop();
          LOG.info("postgres stopped pid={}", server.get().pid());
        }
      }
    } catch (IOException e) {
      throw Failures.of("stop the server", cluster.folder(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
