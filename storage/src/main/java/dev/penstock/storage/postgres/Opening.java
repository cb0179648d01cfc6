package dev.penstock.storage.postgres;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Comes to a running server for a cluster: adopts the one that runs or starts one. */
final class Opening {
  /** After a crash the dead server's sessions may need a moment to disappear. */
  private static final Duration OCCUPIED_WITHIN = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Password password;
  private final EmbeddedPostgres.Settings settings;
  private final Launch launch;

  Opening(
      Path dataFolder,
      Cluster cluster,
      Password password,
      EmbeddedPostgres.Settings settings,
      Ports ports) {
    this.cluster = cluster;
    this.password = password;
    this.settings = settings;
    this.launch = new Launch(dataFolder, cluster, password, settings, ports);
  }

  /**
   * A server that answers.
   *
   * @param server the process
   * @param adopted whether it was running already
   */
  record Opened(Server server, boolean adopted) {}

  /** Blocks until the server answers. The caller holds the right to start. */
  Opened open(FolderLocks.Starting starting) throws IOException {
    checkPlace(starting);
    var wait = Wait.of(OCCUPIED_WITHIN);
    while (true) {
      var running = Server.of(cluster);
      if (running.isPresent() && answers(running.get())) {
        return new Opened(Server.of(cluster).orElse(running.get()), true);
      }
      switch (launch.start()) {
        case Launch.Result.Started(var server) -> {
          return new Opened(server, false);
        }
        case Launch.Result.Occupied(var log) -> {
          if (wait.isOver()) {
            throw occupied(log);
          }
          Wait.pause();
        }
      }
    }
  }

  /** Where pids and ports mean something else, a server in use can be neither seen nor reached. */
  private void checkPlace(FolderLocks.Starting starting) throws IOException {
    var last = LastStart.of(cluster);
    if (last.isPresent() && !last.get().place().equals(Proc.place()) && starting.isUsed()) {
      throw new EmbeddedPostgresException(
          Code.IN_USE_ELSEWHERE,
          "Embedded PostgreSQL in %s: another container or namespace uses this data folder now. Stop that one, or give this one a data folder of its own, or set a JDBC URL (PENSTOCK_LEDGER_URL) for both."
              .formatted(cluster.folder()));
    }
  }

  /** Whether a running server can be used; one that cannot is ended before this returns. */
  private boolean answers(Server found) throws IOException {
    var silence = Wait.of(settings.answerWithin());
    var start = Wait.of(settings.startWithin());
    while (found.isAlive()) {
      switch (ask(Server.of(cluster).map(Server::port).orElse(0))) {
        case OURS -> {
          return true;
        }
        case OTHER -> {
          // The folder was moved under a running server, which still writes to it.
          found.stop();
          return false;
        }
        case PASSWORD_REFUSED -> throw passwordRefused();
        case NOT_NOW -> {
          silence = Wait.of(settings.answerWithin());
          if (start.isOver()) {
            throw Launch.tooSlow(cluster, settings.startWithin());
          }
        }
        case SILENT -> {
          if (silence.isOver()) {
            found.kill();
            return false;
          }
        }
      }
      Wait.pause();
    }
    return false;
  }

  private Question.Answer ask(int port) {
    if (port == 0) {
      return Question.Answer.SILENT;
    }
    return new Question(port, password, settings.answerWithin()).ask(cluster.path());
  }

  private EmbeddedPostgresException passwordRefused() {
    return new EmbeddedPostgresException(
        Code.PASSWORD_MISMATCH,
        "Embedded PostgreSQL in %s: the running server does not take the password in the file password. Restore the file from a backup, or set the old password in the server."
            .formatted(cluster.folder()));
  }

  private EmbeddedPostgresException occupied(String log) {
    return new EmbeddedPostgresException(
        Code.START_FAILED,
        "Embedded PostgreSQL in %s: something else still uses the cluster. End that process and start again. The server said: %s"
            .formatted(cluster.path(), log));
  }
}
