package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text kept in the repository; {@code -Dgolden.write=true} writes it anew, and the diff is read.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden/cli");

  private Golden() {}

  static void check(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(text)
        .as("%s; if the change is meant, run the test with -Dgolden.write=true", file)
        .isEqualTo(Files.readString(file));
  }
}
