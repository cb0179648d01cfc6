package dev.penstock.storage.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The server's settings, given at every start so that an upgrade of Penstock changes them. */
final class ServerOptions {
  /** What never changes between starts. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          // No socket: its path has a length limit that a deep data folder exceeds.
          Map.entry("unix_socket_directories", ""),
          // What was acknowledged stays, whatever loses power.
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          // One ledger inside a process tree of 1 GiB.
          Map.entry("max_connections", "40"),
          Map.entry("shared_buffers", "32MB"),
          Map.entry("work_mem", "4MB"),
          Map.entry("maintenance_work_mem", "32MB"),
          Map.entry("max_wal_size", "256MB"),
          Map.entry("jit", "off"),
          Map.entry("max_parallel_workers_per_gather", "0"),
          Map.entry("autovacuum_max_workers", "2"),
          Map.entry("io_method", "sync"),
          // Nobody replicates from this server.
          Map.entry("wal_level", "minimal"),
          Map.entry("max_wal_senders", "0"),
          Map.entry("max_logical_replication_workers", "0"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("lc_messages", "C"),
          Map.entry("log_line_prefix", "%m [%p] "),
          // Errors quote values of rows, and their details and statements do too: a client gets
          // them, the log does not.
          Map.entry("log_min_messages", "log"),
          Map.entry("log_min_error_statement", "panic"),
          Map.entry("log_error_verbosity", "terse"),
          Map.entry("log_checkpoints", "off"),
          Map.entry("cluster_name", "penstock"));

  private ServerOptions() {}

  /** The words after {@code postgres}; no secret among them. */
  static List<String> words(Path cluster, int port) {
    var words = new ArrayList<String>();
    words.add("-D");
    words.add(cluster.toString());
    words.add("-p");
    words.add(Integer.toString(port));
    new TreeMap<>(FIXED)
        .forEach(
            (name, value) -> {
              words.add("-c");
              words.add(name + "=" + value);
            });
    return words;
  }
}
