package dev.penstock.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real MariaDB server for tests, in a folder of its own, gone afterwards. Starts the
 * distribution's binaries, as user {@code mysql} where we are root (the server refuses root). Its
 * database is {@code shop}, and {@code root} may log in from 127.0.0.1 without a password.
 */
public final class TestMariadb implements AutoCloseable {
  public static final String DATABASE = "shop";

  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/bin"));

  private static final String FIRST_STATEMENTS =
      """
      CREATE DATABASE shop CHARACTER SET utf8mb4;
      CREATE USER 'root'@'127.0.0.1';
      GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
      """;

  private static @Nullable TestMariadb shared;

  private final Path folder;
  private final Process server;
  private final int port;

  private TestMariadb(Path folder, Process server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  /** The one server without TLS that all tests of this JVM use; it ends with the JVM. */
  public static synchronized TestMariadb shared() throws IOException, InterruptedException {
    if (shared == null) {
      TestMariadb started = start(List.of("--skip-ssl"), Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(started::closeAtExit));
      shared = started;
    }
    return shared;
  }

  /**
   * A server of its own.
   *
   * @param options of the server; {@code {}} in them is the folder of the files
   * @param files laid into that folder
   */
  public static TestMariadb start(List<String> options, Map<String, byte[]> files)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("penstock-test-mariadb");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("first.sql"), FIRST_STATEMENTS);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    if (ROOT) {
      run(List.of("chown", "-R", "mysql", folder.toString()));
    }
    String data = "--datadir=" + folder.resolve("data");
    run(
        asServerUser(
            List.of(
                bin("mariadb-install-db"),
                "--no-defaults",
                data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db")));
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                bin("mariadbd"),
                "--no-defaults",
                data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--init-file=" + folder.resolve("first.sql"),
                "--skip-name-resolve",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-buffer-pool-size=16M"));
    options.forEach(option -> command.add(option.replace("{}", folder.toString())));
    Process server =
        new ProcessBuilder(asServerUser(command))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    var started = new TestMariadb(folder, server, port);
    started.awaitReady();
    return started;
  }

  public int port() {
    return port;
  }

  /** An ordinary connection over the plain driver, to prepare and look at data. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + port + "/" + DATABASE + "?user=root&sslMode=disable");
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        connect().close();
        return;
      } catch (SQLException notYet) {
        boolean died = server.waitFor(50, TimeUnit.MILLISECONDS);
        if (died || System.nanoTime() > deadline) {
          String log = Files.readString(folder.resolve("log"));
          close();
          throw new IOException("the test server did not start: " + log, notYet);
        }
      }
    }
  }

  private void closeAtExit() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.descendants().forEach(ProcessHandle::destroy);
    server.destroy();
    try {
      if (!server.waitFor(20, TimeUnit.SECONDS)) {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<String> asServerUser(List<String> command) {
    if (!ROOT) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(List.of("setpriv", "--reuid=mysql"));
    wrapped.addAll(List.of("--regid=mysql", "--clear-groups", "--"));
    wrapped.addAll(command);
    return wrapped;
  }

  private static String bin(String program) throws IOException {
    return PLACES.stream()
        .map(place -> place.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IOException("no MariaDB server is installed (Debian: mariadb-server)"))
        .toString();
  }

  /** What the command prints; fails with it. */
  public static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.getFirst() + " failed: " + output);
    }
    return output;
  }
}
