package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that opens a data folder and keeps it open until its input ends. */
final class Opener {
  private Opener() {}

  public static void main(String[] words) throws IOException {
    var settings =
        EmbeddedPostgres.Settings.from(System.getenv()).withBinariesFolder(Path.of(words[1]));
    try (var server = EmbeddedPostgres.open(Path.of(words[0]), settings)) {
      var out = System.out;
      out.println(server.port() + " " + server.adopted());
      out.flush();
      while (System.in.read() >= 0) {
        // Nothing is said to us; we wait for the end.
      }
    }
  }
}
