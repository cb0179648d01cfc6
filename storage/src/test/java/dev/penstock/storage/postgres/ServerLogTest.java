package dev.penstock.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerLogTest {
  @Test
  void a_log_grown_large_is_put_aside_at_the_next_start(@TempDir Path folder) throws Exception {
    var log = new ServerLog(folder.resolve("server.log"));
    Files.writeString(log.file(), "x".repeat((10 << 20) + 1));

    assertThat(log.prepare()).isZero();

    assertThat(folder.resolve("server.log.old")).exists();
    assertThat(log.file()).isEmptyFile();
  }

  @Test
  void the_tail_begins_with_the_start_it_tells_about(@TempDir Path folder) throws Exception {
    var log = new ServerLog(folder.resolve("server.log"));
    Files.writeString(log.file(), "earlier\n");
    var offset = log.prepare();
    Files.writeString(log.file(), "earlier\nFATAL: now\n");

    assertThat(log.tail(offset)).isEqualTo("FATAL: now");
    assertThat(log.tail(0)).startsWith("earlier");
  }
}
