package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import java.io.IOException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server for tests, in a folder of its own, gone afterwards. Starts the
 * distribution's binaries, as user {@code postgres} where we are root (the server refuses root).
 */
final class TestPostgres implements AutoCloseable {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  private final Path folder;
  private final Process server;
  private final int port;

  private TestPostgres(Path folder, Process server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  /** Lines of pg_hba.conf, settings, and files to lay into the data folder. */
  record Setup(List<String> hba, Map<String, String> settings, Map<String, byte[]> files) {
    static Setup plain() {
      return new Setup(List.of("host all all 127.0.0.1/32 trust"), Map.of(), Map.of());
    }
  }

  static TestPostgres start(Setup setup) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("penstock-test-postgres");
    if (ROOT) {
      run(List.of("chown", "postgres", folder.toString()));
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Path data = folder.resolve("data");
    run(
        asServerUser(
            List.of(
                bin("initdb"),
                "-D",
                data.toString(),
                "-U",
                "postgres",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync")));
    Files.writeString(data.resolve("pg_hba.conf"), String.join("\n", setup.hba()) + "\n");
    for (Map.Entry<String, byte[]> file : setup.files().entrySet()) {
      Path target = data.resolve(file.getKey());
      Files.write(target, file.getValue());
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
      if (ROOT) {
        run(List.of("chown", "postgres", target.toString()));
      }
    }
    int port = freePort();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("port", Integer.toString(port));
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("unix_socket_directories", folder.toString());
    settings.put("fsync", "off");
    settings.put("max_connections", "20");
    settings.put("shared_buffers", "16MB");
    settings.putAll(setup.settings());
    List<String> command = new ArrayList<>(List.of(bin("postgres"), "-D", data.toString()));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    Process server =
        new ProcessBuilder(asServerUser(command))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    var started = new TestPostgres(folder, server, port);
    started.awaitReady();
    return started;
  }

  int port() {
    return port;
  }

  PostgresSettings settings() {
    return PostgresSettings.of("127.0.0.1", port, "postgres", "postgres")
        .withTls(Tls.of(TlsMode.DISABLE));
  }

  /** An ordinary connection over the plain driver, to prepare and look at data. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?sslmode=prefer", "postgres", "");
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    List<String> ask =
        asServerUser(List.of(bin("pg_isready"), "-q", "-h", folder.toString(), "-p", "" + port));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (new ProcessBuilder(ask).start().waitFor() != 0) {
      boolean died = server.waitFor(50, TimeUnit.MILLISECONDS);
      if (died || System.nanoTime() > deadline) {
        String log = Files.readString(folder.resolve("log"));
        close();
        throw new IOException("the test server did not start: " + log);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.descendants().forEach(ProcessHandle::destroy);
    server.destroy();
    try {
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
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
    List<String> wrapped = new ArrayList<>(List.of("setpriv", "--reuid=postgres"));
    wrapped.addAll(List.of("--regid=postgres", "--clear-groups", "--"));
    wrapped.addAll(command);
    return wrapped;
  }

  private static String bin(String program) throws IOException {
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin").resolve(program))
          .filter(Files::isExecutable)
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IOException("no PostgreSQL server is installed"))
          .toString();
    }
  }

  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.getFirst() + " failed: " + output);
    }
    return output;
  }
}
