package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Signals as PostgreSQL's server understands them. Source: PostgreSQL 18, postgres(1). */
enum Signal {
  /** Ends sessions, writes a checkpoint, exits. */
  INT,
  /** Exits at once; the next start recovers from the log. */
  QUIT,
  /** Cannot be ignored, not even by a stopped process. */
  KILL;

  private static final Duration WITHIN = Duration.ofSeconds(10);

  /** Sends it; a process that is gone already is no error. */
  void send(long pid) throws IOException {
    if (this == KILL) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      return;
    }
    // Java itself sends TERM and KILL only, and kill is built into every shell.
    // CONT, because a process that somebody suspended would not act on the signal.
    var script = "kill -\"$1\" \"$2\" && kill -CONT \"$2\"";
    var words = List.of("/bin/sh", "-c", script, "sh", name(), Long.toString(pid));
    Command.run(words, Path.of("/"), WITHIN);
  }
}
