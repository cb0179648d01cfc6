package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.run.RunStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are stopped, that die again and again, and that meet each other. */
class ProcessesTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @BeforeEach
  void set() {
    scene = Scene.set(folder, Shape.ARRAY, Optional.of(Servers.newLedger()));
    scene.insert(1, scene.shape().rows());
    scene.slow("60ms");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXTRACT_ROW:100", "MAPPED:3", "AFTER_ANSWER:2"})
  void a_run_that_three_processes_died_over_is_given_up_and_the_next_one_succeeds(String moment) {
    for (int i = 0; i < 3; i++) {
      Child.Ended died = scene.startRun(moment).ended();
      assertThat(died.code()).as(died.toString()).isEqualTo(137);
    }

    Child.Ended givenUp = scene.run();
    scene.sql("UPDATE T SET revision = 1 WHERE id % 3 = 0");
    Child.Ended next = scene.run();

    assertThat(givenUp.code()).as(givenUp.toString()).isEqualTo(1);
    assertThat(givenUp.out()).contains("CRASH_LOOP");
    assertThat(next.code()).as(next.toString()).isZero();
    Account account = scene.account();
    assertThat(account.lost() + account.stale() + account.phantoms()).isZero();
    assertThat(account.falselyDelivered()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void a_signal_lets_requests_finish_and_nothing_is_sent_twice(String signal, int code) {
    Child run = scene.startRun("");
    run.until("requests", () -> scene.requests() >= 6);
    run.signal(signal);
    Child.Ended stopped = run.ended();
    RunStatus status = scene.runs().getFirst().status();
    Account between = scene.account();
    scene.sql("UPDATE T SET revision = 1 WHERE id % 3 = 0");
    Child.Ended next = scene.run();

    assertThat(stopped.code()).as(stopped.toString()).isEqualTo(code);
    assertThat(status).isEqualTo(RunStatus.CANCELLED);
    assertThat(between.lost()).as("rows that were left").isPositive();
    assertThat(between.falselyDelivered() + between.uncounted()).isZero();
    assertThat(next.code()).as(next.toString()).isZero();
    assertThat(scene.account()).matches(Account::isRight);
    assertThat(scene.account().repeats()).isZero();
  }

  @Test
  void a_second_run_is_refused_at_once_or_waits_and_readers_are_served() throws SQLException {
    Child first;
    Child.Ended refused;
    Child.Ended status;
    Child.Ended runs;
    Child.Ended letters;
    Child waiting;
    try (Connection connection = Servers.connect(Servers.WAREHOUSE);
        var lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      boolean _ = lock.execute("LOCK TABLE " + scene.table());
      first = scene.startRun("");
      first.until("the run that waits for its source", () -> !scene.runs().isEmpty());

      waiting = scene.start("", "run", Scene.SYNC, "--lock-wait", "80s", "--output", "json");
      refused = scene.run();
      status = scene.command("status", "--output", "json");
      runs = scene.command("runs", "list", "--output", "json");
      letters = scene.command("dlq", "list", "--output", "json");
      assertThat(first.isAlive()).as("the first run is still under way").isTrue();
      assertThat(waiting.isAlive()).as("the waiting run waits").isTrue();
    }
    Child.Ended ended = first.ended();
    Child.Ended waited = waiting.ended();

    assertThat(refused.code()).as(refused.toString()).isEqualTo(1);
    assertThat(refused.out()).contains("SYNC_BUSY");
    assertThat(status.code()).as(status.toString()).isZero();
    assertThat(runs.code()).as(runs.toString()).isZero();
    assertThat(runs.out()).contains("extracting");
    assertThat(letters.code()).as(letters.toString()).isZero();
    assertThat(ended.code()).as(ended.toString()).isZero();
    assertThat(waited.code()).as(waited.toString()).isZero();
    assertThat(scene.account()).matches(Account::isRight);
    assertThat(scene.account().repeats()).isZero();
  }
}
