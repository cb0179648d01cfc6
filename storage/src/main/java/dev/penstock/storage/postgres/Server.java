package dev.penstock.storage.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process that is proven to serve our cluster.
 *
 * @param cluster what it serves
 * @param pid its process
 * @param port where it listens on 127.0.0.1; 0 while it has not said so
 */
record Server(Cluster cluster, long pid, int port) {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** A checkpoint of 32 MB of buffers on a slow disk. */
  private static final Duration FAST_WITHIN = Duration.ofSeconds(20);

  private static final Duration IMMEDIATE_WITHIN = Duration.ofSeconds(5);

  /** Sessions notice the end of their server within milliseconds, unless they compute. */
  private static final Duration STRAYS_WITHIN = Duration.ofSeconds(2);

  /** Finds the running server of a cluster, if there is one. */
  static Optional<Server> of(Cluster cluster) {
    return PostmasterFile.of(cluster.path())
        .filter(file -> Proc.isServerOf(file.pid(), cluster.path()))
        .map(file -> new Server(cluster, file.pid(), file.port()));
  }

  boolean isAlive() {
    return Proc.isServerOf(pid, cluster.path());
  }

  /** Ends sessions, writes everything down and waits; gets rougher when that does not help. */
  void stop() throws IOException {
    if (!stop(Signal.INT, FAST_WITHIN)) {
      LOG.warn("postgres did not stop pid={} within={}", pid, FAST_WITHIN);
      kill();
    }
  }

  /** Ends a server that does not answer. What was committed is recovered by the next start. */
  void kill() throws IOException {
    if (!stop(Signal.QUIT, IMMEDIATE_WITHIN)) {
      stop(Signal.KILL, IMMEDIATE_WITHIN);
    }
    endStrays(cluster);
  }

  private boolean stop(Signal signal, Duration within) throws IOException {
    if (!isAlive()) {
      return true;
    }
    signal.send(pid);
    // Proven above; while it exits the proof fails before it is really gone.
    return Wait.of(within).until(() -> !Proc.isAlive(pid));
  }

  /** Ends processes of a dead server, which keep its memory and so forbid a new one. */
  static void endStrays(Cluster cluster) throws IOException {
    for (var signal : new Signal[] {Signal.QUIT, Signal.KILL}) {
      if (Wait.of(STRAYS_WITHIN).until(() -> Proc.livingIn(cluster.path()).isEmpty())) {
        return;
      }
      for (var pid : Proc.livingIn(cluster.path())) {
        signal.send(pid);
      }
    }
  }
}
