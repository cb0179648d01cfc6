package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the server was started last, which outlives the server.
 *
 * @param place the boot and namespaces, see {@link Proc#place}
 * @param port tried first again, so that users who kept their URL find a restarted server
 */
record LastStart(String place, int port) {
  static Optional<LastStart> of(Cluster cluster) throws IOException {
    var file = file(cluster);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(file);
    // A file cut short by a crash tells nothing; the next start writes it anew.
    if (lines.size() != 2 || !lines.getLast().matches("\\d{1,5}")) {
      return Optional.empty();
    }
    return Optional.of(new LastStart(lines.getFirst(), Integer.parseInt(lines.getLast())));
  }

  void write(Cluster cluster) throws IOException {
    Files.writeString(file(cluster), place + "\n" + port + "\n");
  }

  private static Path file(Cluster cluster) {
    return cluster.folder().resolve("last-start");
  }
}
