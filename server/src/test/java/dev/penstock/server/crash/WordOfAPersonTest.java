package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person says what the destination holds; commands in processes of their own. */
class WordOfAPersonTest {
  private static final Servers.Ledger LEDGER = Servers.newLedger();

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @BeforeEach
  void set() {
    scene = Scene.set(folder, Shape.RECORD, Optional.of(LEDGER));
    scene.write(
        "destinations/tool.yaml",
        Shape.RECORD.destination(scene.simulator().port()).replace("level: A", "level: D"));
    scene.writeSync(
        """
        delivery: {concurrency: 1, timeout: 2s, on_ambiguous: hold}
        guard: {min_rows: 900000000}
        """);
    scene.insert(1, 5);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void a_record_that_was_found_at_the_destination_is_not_sent_twice() {
    scene.faults(Map.of("match", Map.of("nth", 2), "action", Map.of("apply_then_drop", true)));
    Child.Ended first = scene.run();
    scene.faults();
    Child.Ended letters = scene.command("dlq", "list", "--code", "AMBIGUOUS", "-o", "json");
    Child.Ended confirmed = scene.command("dlq", "confirm", "--code", "AMBIGUOUS", "--yes");
    Child.Ended next = scene.run();

    assertThat(first.code()).as(first.toString()).isEqualTo(3);
    assertThat(letters.out()).contains("\"AMBIGUOUS\"");
    assertThat(confirmed.code()).as(confirmed.toString()).isZero();
    assertThat(next.code()).as(next.toString()).isZero();
    assertThat(next.out()).contains("\"unchanged\":5");
    assertThat(scene.requests()).as("each once").isEqualTo(5);
  }

  @Test
  void what_was_refused_cannot_have_arrived() {
    scene.faults(Map.of("match", Map.of("nth", 2), "action", Map.of("status", 422)));
    scene.run();
    scene.faults();

    Child.Ended confirmed = scene.command("dlq", "confirm", "--code", "FIELD_INVALID", "--yes");

    assertThat(confirmed.code()).as(confirmed.toString()).isEqualTo(4);
    assertThat(confirmed.err()).contains("Only what may have arrived (AMBIGUOUS) can be confirmed");
  }

  @Test
  void a_rebase_sends_nothing_and_later_changes_go_out() {
    Child.Ended rebase = scene.command("rebase", Scene.SYNC, "--yes", "-o", "json");
    Child.Ended unchanged = scene.run();
    scene.sql("UPDATE T SET revision = 7 WHERE id = 3");
    Child.Ended changed = scene.run();

    assertThat(rebase.code()).as(rebase.toString()).isZero();
    assertThat(rebase.out()).contains("\"trigger\":\"rebase\"", "\"settledWithoutSending\":5");
    assertThat(unchanged.out()).contains("\"unchanged\":5");
    assertThat(changed.out()).contains("\"updated\":1");
    assertThat(scene.requests()).isEqualTo(1);
  }
}
