package dev.penstock.storage.postgres;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts a server process and waits until it answers. */
final class Launch {
  /** Each attempt loses only when somebody takes the port within some milliseconds. */
  private static final int PORT_ATTEMPTS_MAX = 10;

  private static final Path PASSWD = Path.of("/etc/passwd");

  private final Path dataFolder;
  private final Cluster cluster;
  private final Password password;
  private final EmbeddedPostgres.Settings settings;
  private final Ports ports;

  Launch(
      Path dataFolder,
      Cluster cluster,
      Password password,
      EmbeddedPostgres.Settings settings,
      Ports ports) {
    this.dataFolder = dataFolder;
    this.cluster = cluster;
    this.password = password;
    this.settings = settings;
    this.ports = ports;
  }

  /** How a start went, when it did not fail for good. */
  sealed interface Result {
    /** It answers. */
    record Started(Server server) implements Result {}

    /** Another server, or the rest of one, has the cluster; {@code log} says which. */
    record Occupied(String log) implements Result {}
  }

  /** Prepares all that is missing and starts. No server of this cluster may be running. */
  Result start() throws IOException {
    var binaries = binaries();
    var runAs =
        new Privileges(dataFolder, cluster.folder(), PASSWD)
            .choose(Proc.user(), settings.rootMode(), binaries);
    if (cluster.exists()) {
      Server.endStrays(cluster);
      PostmasterFile.disown(cluster.path());
    }
    cluster.prepare(binaries, runAs, password);
    var last = LastStart.of(cluster);
    for (int attempt = 0; attempt < PORT_ATTEMPTS_MAX; attempt++) {
      var port = attempt == 0 && last.isPresent() ? last.get().port() : proposedPort();
      var offset = cluster.log().prepare();
      var process = launch(binaries, runAs, port);
      if (isReady(process)) {
        cluster.removeOtherVersions();
        return new Result.Started(Server.of(cluster).orElseThrow(() -> died(offset)));
      }
      var log = cluster.log().tail(offset);
      if (isOccupied(log)) {
        return new Result.Occupied(log);
      }
      if (!isPortTaken(log)) {
        throw died(offset);
      }
    }
    throw portsExhausted("%d proposed ports were taken".formatted(PORT_ATTEMPTS_MAX));
  }

  private Binaries binaries() {
    var shared = settings.binariesFolder();
    return Binaries.in(shared == null ? cluster.folder() : shared);
  }

  private Process launch(Binaries binaries, RunAs runAs, int port) throws IOException {
    new LastStart(Proc.place(), port).write(cluster);
    var words = new ArrayList<String>();
    // A session of its own: Ctrl-C in our terminal is for us, and we stop the server in order.
    // Without setsid the server takes part in it, which is a clean (fast) shutdown as well.
    Command.find("setsid").ifPresent(setsid -> words.add(setsid.toString()));
    var program = new ArrayList<>(List.of(binaries.program("postgres").toString()));
    program.addAll(ServerOptions.words(cluster.path(), port));
    words.addAll(runAs.command(program));
    return Command.prepare(words, cluster.folder())
        .redirectOutput(Redirect.appendTo(cluster.log().file().toFile()))
        .start();
  }

  /** Waits until the server answers (true) or has ended (false). */
  private boolean isReady(Process process) {
    var wait = Wait.of(settings.startWithin());
    while (process.isAlive()) {
      var file = PostmasterFile.of(cluster.path());
      // Reading its status file is far cheaper than knocking while it recovers.
      if (file.isPresent() && file.get().pid() == process.pid() && file.get().isReady()) {
        var question = new Question(file.get().port(), password, settings.answerWithin());
        switch (question.ask(cluster.path())) {
          case OURS -> {
            return true;
          }
          case PASSWORD_REFUSED -> {
            process.destroy();
            throw passwordRefused();
          }
          case OTHER, NOT_NOW, SILENT -> {}
        }
      }
      if (wait.isOver()) {
        throw tooSlow(cluster, settings.startWithin());
      }
      Wait.pause();
    }
    return false;
  }

  private int proposedPort() {
    try {
      return ports.next();
    } catch (IOException e) {
      throw portsExhausted(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isPortTaken(String log) {
    return log.contains("could not bind IPv4 address")
        || log.contains("could not create any TCP/IP sockets");
  }

  private static boolean isOccupied(String log) {
    return log.contains("is still in use") || log.contains("\"postmaster.pid\" already exists");
  }

  private EmbeddedPostgresException died(long offset) {
    var log = cluster.log().tail(offset);
    if (Failures.saysDiskFull(log)) {
      return Failures.diskFull("start the server", cluster.folder(), null);
    }
    return new EmbeddedPostgresException(
        Code.START_FAILED,
        "Embedded PostgreSQL in %s: the server ended at its start. The end of server.log: %s"
            .formatted(cluster.folder(), log.isEmpty() ? "(it said nothing)" : log));
  }

  /** The server is left running: it recovers, and ending it would only begin that anew. */
  static EmbeddedPostgresException tooSlow(Cluster cluster, Duration bound) {
    return new EmbeddedPostgresException(
        Code.START_FAILED,
        "Embedded PostgreSQL in %s: the server is not ready after %s, most likely because it recovers from a crash. It goes on; look at server.log and start again later."
            .formatted(cluster.folder(), bound));
  }

  private EmbeddedPostgresException portsExhausted(String reason) {
    return new EmbeddedPostgresException(
        Code.PORTS_EXHAUSTED,
        "Embedded PostgreSQL in %s: no free port on 127.0.0.1: %s. Look at net.ipv4.ip_local_port_range and at what holds so many connections, then start again."
            .formatted(cluster.folder(), reason));
  }

  private EmbeddedPostgresException passwordRefused() {
    return new EmbeddedPostgresException(
        Code.PASSWORD_MISMATCH,
        "Embedded PostgreSQL in %s: the server does not take the password in the file password. Restore the file from a backup of the same cluster."
            .formatted(cluster.folder()));
  }
}
