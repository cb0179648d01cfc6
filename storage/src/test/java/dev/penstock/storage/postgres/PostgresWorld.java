package dev.penstock.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Data folders and processes of one test class; removes and ends all of them. */
final class PostgresWorld {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path root;
  private final Path binaries;
  private final List<Process> processes = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();

  private PostgresWorld(Path root, Path binaries) throws IOException {
    this.root = root;
    this.binaries = binaries;
    Folder.permit(root, "rwxr-xr-x");
    Folder.permit(binaries, "rwxr-xr-x");
  }

  /** With the programs that stay in the build folder, which saves most of the time. */
  static PostgresWorld withKeptPrograms() throws IOException {
    return new PostgresWorld(newRoot(), TestPostgres.keptPrograms());
  }

  /** With programs that every user reaches, wherever the build folder is. */
  static PostgresWorld withProgramsForAll() throws IOException {
    var root = newRoot();
    return new PostgresWorld(root, Files.createDirectory(root.resolve("binaries")));
  }

  private static Path newRoot() throws IOException {
    return Files.createTempDirectory("penstock-postgres-");
  }

  EmbeddedPostgres.Settings settings() {
    return EmbeddedPostgres.Settings.defaults().withBinariesFolder(binaries);
  }

  /** An empty data folder. */
  Path folder(String name) throws IOException {
    var folder = Files.createDirectory(root.resolve(name + "-" + folders.size()));
    Folder.permit(folder, "rwxr-xr-x");
    folders.add(folder);
    return folder;
  }

  Path binaries() {
    return binaries;
  }

  /** A data folder that was used and closed; copied, which is faster than making each anew. */
  Path usedFolder(String name) throws IOException {
    var template = root.resolve("template");
    if (!Files.exists(template)) {
      Files.createDirectory(template);
      Folder.permit(template, "rwxr-xr-x");
      EmbeddedPostgres.open(template, settings()).close();
    }
    var folder = folder(name);
    var words = List.of("cp", "-a", template.resolve("postgres").toString(), folder.toString());
    if (!Command.run(words, root, PATIENCE).isGood()) {
      throw new IOException("could not copy " + template);
    }
    return folder;
  }

  Path root() {
    return root;
  }

  /** Another process that opens the folder; returns when it has. */
  Process openElsewhere(Path folder) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                folder.toString(),
                binaries.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    var line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    if (line == null) {
      throw new IOException("the other process could not open " + folder);
    }
    return process;
  }

  /** A process that has nothing to do with PostgreSQL and lives until the end of the test. */
  long stranger() throws IOException {
    var process = new ProcessBuilder("sleep", "300").start();
    processes.add(process);
    return process.pid();
  }

  /** The first column of the first row, or the empty text when the statement returns no rows. */
  static String ask(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                server.jdbcUrl("postgres"), server.user(), server.password().value());
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (var rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  static void kill(long pid) throws IOException {
    Signal.KILL.send(pid);
    awaitEnd(pid);
  }

  /** Kills and waits for the end of all its threads: until then it holds its file locks. */
  static void kill(Process process) throws InterruptedException {
    if (!process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end: " + process.pid());
    }
  }

  static void awaitEnd(long pid) {
    if (!Wait.of(PATIENCE).until(() -> !Proc.isAlive(pid))) {
      throw new AssertionError("still alive: " + pid);
    }
  }

  /** Lets another process close by itself. */
  static void finish(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end: " + process.pid());
    }
  }

  Cluster cluster(Path folder) {
    return new Cluster(folder.resolve("postgres"));
  }

  /** Servers that a test left running; they are ended. */
  List<Long> endLeftRunning() throws IOException {
    for (var process : processes) {
      process.destroyForcibly();
      awaitEnd(process.pid());
    }
    processes.clear();
    var left = new ArrayList<Long>();
    for (var folder : folders) {
      for (var pid : Proc.livingIn(cluster(folder).path())) {
        left.add(pid);
        kill(pid);
      }
      Folder.remove(folder);
    }
    folders.clear();
    return left;
  }
}
