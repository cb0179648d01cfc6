package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What PostgreSQL writes into {@code postmaster.pid}. Source: PostgreSQL 18, miscadmin.h (pid, data
 * folder, start time, port, socket folder, listen address, shared memory, status, one per line).
 *
 * @param pid the server's process
 * @param port 0 while it is not written yet
 * @param status starting, stopping, ready, standby or empty
 */
record PostmasterFile(long pid, int port, String status) {
  private static final String NAME = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** Above every pid that Linux gives (2^22), below what the server's parser can hold. */
  private static final String NO_PID = Integer.toString(Integer.MAX_VALUE);

  boolean isReady() {
    return status.equals("ready");
  }

  /** Reads the file; empty when there is none or none that makes sense (yet). */
  static Optional<PostmasterFile> of(Path cluster) {
    List<String> lines;
    try {
      lines = Files.readAllLines(cluster.resolve(NAME), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return Optional.empty();
    }
    var pid = number(lines, 0);
    if (pid <= 0) {
      return Optional.empty();
    }
    var status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
    return Optional.of(new PostmasterFile(pid, number(lines, PORT_LINE), status));
  }

  /**
   * Takes the claim of a process that is proven not to be our server out of the file. PostgreSQL
   * refuses to start while <em>any</em> process has that pid. The file is not simply removed: its
   * line about shared memory is PostgreSQL's own proof against two servers in one cluster.
   */
  static void disown(Path cluster) throws IOException {
    var file = cluster.resolve(NAME);
    if (!Files.exists(file)) {
      return;
    }
    var lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    if (number(lines, 0) <= 0) {
      // Cut short by a crash: PostgreSQL would refuse to start and ask a person to remove it.
      Files.delete(file);
      return;
    }
    lines.set(0, NO_PID);
    var fresh = cluster.resolve(NAME + ".disowned");
    Files.write(fresh, lines, StandardCharsets.ISO_8859_1);
    Owner.of(cluster).take(fresh);
    Folder.permit(fresh, "rw-------");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static int number(List<String> lines, int index) {
    if (index >= lines.size() || !lines.get(index).strip().matches("\\d{1,10}")) {
      return 0;
    }
    var value = Long.parseLong(lines.get(index).strip());
    return value > Integer.MAX_VALUE ? 0 : (int) value;
  }
}
