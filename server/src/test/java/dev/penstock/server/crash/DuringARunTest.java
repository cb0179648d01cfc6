package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.sandbox.simulator.OracleEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do to a sync while it runs. */
class DuringARunTest {
  private static final String DELIVERY =
      """
      delivery: {batch: {records: 20}, concurrency: 1, timeout: 2s}
      guard: {min_rows: 900000000}
      """;

  private static final Servers.Ledger LEDGER = Servers.newLedger();

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @BeforeEach
  void set() {
    scene = Scene.set(folder, Shape.SANDBOX, Optional.of(LEDGER));
    scene.writeSync(DELIVERY);
    scene.insert(1, 200);
    scene.slow("300ms");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Child runUnderWay() {
    Child run = scene.startRun("");
    run.until("its second request", () -> scene.requests() >= 2);
    return run;
  }

  @Test
  void a_mapping_that_is_edited_during_a_run_applies_to_the_next_one() {
    Child run = runUnderWay();
    scene.write(
        "syncs/" + Scene.SYNC + ".yaml",
        """
        sync: %s
        model: things
        destination: tool
        action: upsert
        changes: mirror
        mapping:
          id: $.properties.id
          properties:
            name: $.properties.name
            revision: $.properties.revision
            note: $.properties.note
            edited: "yes"
        """
                .formatted(Scene.SYNC)
            + DELIVERY);
    Child.Ended ended = run.ended();
    List<OracleEntry> before = scene.simulator().log();
    scene.faults();
    Child.Ended next = scene.run();
    List<OracleEntry> log = scene.simulator().log();

    assertThat(ended.code()).as(ended.toString()).isZero();
    assertThat(before).hasSize(200).noneMatch(entry -> entry.payload().contains("edited"));
    assertThat(next.code()).as(next.toString()).isZero();
    assertThat(log.subList(200, log.size()))
        .hasSize(200)
        .allMatch(entry -> entry.payload().contains("\"edited\":\"yes\""));
  }

  @Test
  void a_pause_ends_the_run_after_what_is_under_way_and_resuming_sends_the_rest() {
    // A minute or so: long enough for another process to start, on the busiest machine.
    scene.writeSync(DELIVERY.replace("records: 20", "records: 2"));
    scene.slow("500ms");
    Child run = runUnderWay();

    Child.Ended paused = scene.command("pause", Scene.SYNC);
    Child.Ended ended = run.ended();
    long sent = scene.simulator().log().size();
    Child.Ended refused = scene.run();
    Child.Ended resumed = scene.command("resume", Scene.SYNC);
    scene.faults();
    Child.Ended rest = scene.run();

    assertThat(paused.code()).as(paused.toString()).isZero();
    assertThat(ended.code()).as(ended.toString()).isEqualTo(11);
    assertThat(sent).isBetween(2L, 198L);
    assertThat(refused.code()).as(refused.toString()).isEqualTo(1);
    assertThat(refused.err()).contains("SYNC_PAUSED");
    assertThat(resumed.code()).as(resumed.toString()).isZero();
    assertThat(rest.code()).as(rest.toString()).isZero();
    assertThat(scene.simulator().log()).as("nothing twice").hasSize(200);
    assertThat(scene.account()).matches(Account::isRight);
  }

  @Test
  void a_sync_whose_file_is_deleted_finishes_its_run_and_its_letters_can_be_discarded()
      throws IOException {
    scene.faults(
        Map.of(
            "action", Map.of("per_record", List.of(Map.of("key", "7", "code", "invalid_field")))));
    Child.Ended first = scene.run();
    scene.sql("UPDATE T SET revision = 2 WHERE id > 100");
    scene.faults(
        Map.of("match", Map.of("key", "7"), "action", Map.of("status", 422)),
        Map.of("match", Map.of(), "action", Map.of("delay", "300ms")));
    long before = scene.requests();
    Child run = scene.startRun("");
    run.until("its first request", () -> scene.requests() > before);
    Files.delete(scene.folder().resolve("syncs/" + Scene.SYNC + ".yaml"));
    Child.Ended ended = run.ended();
    Child.Ended again = scene.run();
    Child.Ended list = scene.command("dlq", "list", "--output", "json");
    Child.Ended discard = scene.command("dlq", "discard", "7", "--yes", "--reason", "no sync");

    assertThat(first.code()).as(first.toString()).isEqualTo(3);
    assertThat(ended.code()).as(ended.toString()).isEqualTo(3);
    assertThat(ended.out()).contains("\"delivered\":100,");
    assertThat(again.code()).as(again.toString()).isEqualTo(5);
    assertThat(again.err()).contains("There is no sync `things_to_tool`.");
    assertThat(list.out()).contains("\"key\":\"7\"", "\"state\":\"open\"");
    assertThat(discard.code()).as(discard.toString()).isZero();
  }

  @Test
  void a_reader_who_goes_away_ends_neither_a_run_nor_its_exit_code() {
    Child.Ended run = scene.startUnread("run", Scene.SYNC).ended();
    Child.Ended list = scene.startUnread("runs", "list").ended();

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(scene.simulator().log()).hasSize(200);
    assertThat(list.code()).as(list.toString()).isZero();
    assertThat(run.err() + list.err()).doesNotContain("Exception", "\u001b");
  }

  @Test
  void a_reset_during_a_run_is_refused_and_nothing_is_forgotten() throws SQLException {
    scene.faults();
    scene.deliverAll();
    scene.sql("UPDATE T SET revision = 1 WHERE id <= 20");
    Child run;
    Child.Ended reset;
    try (Connection connection = Servers.connect(Servers.WAREHOUSE);
        var lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      boolean _ = lock.execute("LOCK TABLE " + scene.table());
      run = scene.startRun("");
      run.until("the run that waits for its source", () -> scene.runs().size() == 2);
      reset = scene.command("reset", Scene.SYNC, "--yes", "--output", "json");
    }
    Child.Ended ended = run.ended();

    assertThat(reset.code()).as(reset.toString()).isEqualTo(1);
    assertThat(reset.out()).contains("SYNC_BUSY");
    assertThat(ended.code()).as(ended.toString()).isZero();
    assertThat(scene.requests()).as("nothing is sent again").isEqualTo(11);
    assertThat(scene.account()).matches(Account::isRight);
  }

  @Test
  void a_dead_letter_is_not_sent_again_beside_a_run_and_the_run_sends_its_newest_row() {
    scene.faults(
        Map.of(
            "action", Map.of("per_record", List.of(Map.of("key", "7", "code", "invalid_field")))));
    Child.Ended refused = scene.run();
    scene.sql("UPDATE T SET revision = 2 WHERE id <= 100");
    // Long enough for another process to start, on the busiest machine.
    scene.writeSync(DELIVERY.replace("records: 20", "records: 5"));
    scene.slow("500ms");
    long before = scene.requests();
    Child run = scene.startRun("");
    run.until("its first request", () -> scene.requests() > before);

    Child.Ended again =
        scene.command("dlq", "reprocess", "7", "--even-unchanged", "--yes", "--output", "json");
    boolean running = run.isAlive();
    Child.Ended ended = run.ended();

    assertThat(refused.code()).as(refused.toString()).isEqualTo(3);
    assertThat(running).as("the run was under way").isTrue();
    assertThat(again.code()).as(again.toString()).isEqualTo(1);
    assertThat(again.out()).contains("SYNC_BUSY");
    assertThat(ended.code()).as(ended.toString()).isZero();
    assertThat(scene.simulator().record("things", "7").orElseThrow().payload())
        .contains("\"revision\":2");
    assertThat(scene.account()).matches(Account::isRight);
  }
}
