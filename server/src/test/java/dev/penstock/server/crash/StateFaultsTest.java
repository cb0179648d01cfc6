package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The disk is full, and files of held state are damaged or gone. */
class StateFaultsTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource({
    "p, 0",
    "p, 30",
    "p, 60",
    "p, 99",
    "p, -1",
    "manifest, 0",
    "manifest, 50",
    "manifest, -1"
  })
  void damaged_state_is_named_and_nothing_is_sent(String file, int percent) throws IOException {
    try (Scene scene = Scene.set(folder, Shape.ARRAY, Optional.of(Servers.newLedger()))) {
      scene.insert(1, 2000);
      scene.deliverAll();
      scene.sql("UPDATE T SET revision = 1 WHERE id % 2 = 0", "DELETE FROM T WHERE id = 7");
      Path damaged = newest(scene.data().resolve("state"), file);
      damage(damaged, percent);
      long before = scene.requests();

      Child.Ended verified = scene.command("state", "verify", "--output", "json");
      Child.Ended run = scene.run();

      assertThat(verified.code()).as(verified.toString()).isEqualTo(1);
      assertThat(verified.out()).contains(damaged.getFileName().toString());
      assertThat(run.code()).as(run.toString()).isEqualTo(1);
      assertThat(run.out()).contains("STATE_CORRUPT");
      assertThat(scene.requests()).isEqualTo(before);
    }
  }

  private static Path newest(Path state, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      return files
          .filter(file -> file.getFileName().toString().matches(prefix + "[0-9]*\\.g[0-9]+"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  private static void damage(Path file, int percent) throws IOException {
    if (percent < 0) {
      Files.delete(file);
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    int place = (int) ((long) (bytes.length - 1) * percent / 100);
    bytes[place] ^= 0x10;
    Files.write(file, bytes);
  }

  @Test
  void a_full_disk_fails_the_run_and_the_next_one_goes_on() throws Exception {
    try (Scene scene = Scene.set(folder, Shape.ARRAY, Optional.of(Servers.newLedger()))) {
      scene.insert(1, 40_000);
      Path small = Files.createDirectories(folder.resolve("small"));
      assumeTrue(call("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()));
      try {
        scene.with("PENSTOCK_DATA", small.toString());

        Child.Ended full = scene.run();
        long sent = scene.requests();
        boolean grown = call("mount", "-o", "remount,size=256m", small.toString());
        Child.Ended next = scene.run();

        assertThat(full.code()).as(full.toString()).isEqualTo(1);
        assertThat(full.out()).contains("DISK_FULL");
        assertThat(sent).isZero();
        assertThat(grown).isTrue();
        assertThat(next.code()).as(next.toString()).isZero();
        assertThat(scene.account()).matches(Account::isRight);
      } finally {
        call("umount", small.toString());
      }
    }
  }

  /** Whether it is allowed here and worked. */
  private static boolean call(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
