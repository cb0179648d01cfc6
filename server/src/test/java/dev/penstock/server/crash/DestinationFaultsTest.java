package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.sandbox.simulator.Simulator;
import dev.penstock.connectors.sandbox.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The destination is silent, forgets to answer, or is another one. */
class DestinationFaultsTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @BeforeEach
  void deliver_two_thousand_rows() {
    scene = Scene.set(folder, Shape.ARRAY, Optional.of(Servers.newLedger()));
    scene.insert(1, 2000);
    scene.deliverAll();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static Map<String, Object> always(String action, Object how) {
    return Map.of("match", Map.of(), "action", Map.of(action, how));
  }

  @Test
  void a_destination_that_never_answers_defers_the_run_and_hangs_nothing() {
    scene.writeProject("retry: {in_run: {tries: 2}}\n");
    scene.sql("UPDATE T SET revision = 1 WHERE id <= 700");
    scene.faults(always("delay", "1h"));

    Child.Ended deferred = scene.run();
    scene.faults();
    scene.sql("UPDATE T SET revision = 0 WHERE id <= 100");
    Child.Ended next = scene.run();

    assertThat(deferred.code()).as(deferred.toString()).isEqualTo(10);
    assertThat(next.code()).as(next.toString()).isZero();
    assertThat(scene.account()).matches(Account::isRight);
  }

  @Test
  void a_change_whose_answer_was_lost_is_sent_again_and_takes_effect_once() {
    scene.sql("UPDATE T SET revision = 1 WHERE id <= 1500");
    scene.faults(
        Map.of("match", Map.of("nth", 2), "action", Map.of("apply_then_drop", true), "times", 1));

    Child.Ended run = scene.run();

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(scene.account()).matches(Account::isRight);
    assertThat(scene.account().repeats()).isEqualTo(500);
  }

  @Test
  void a_row_that_goes_back_after_a_lost_answer_is_set_right() {
    scene.writeProject("retry: {in_run: {tries: 1}}\n");
    scene.sql("UPDATE T SET revision = 1 WHERE id <= 10", "DELETE FROM T WHERE id = 20");
    scene.faults(always("apply_then_drop", true));
    Child.Ended deferred = scene.run();
    Account between = scene.account();
    scene.faults();
    scene.sql("UPDATE T SET revision = 0 WHERE id <= 10");
    scene.insert(20, 20);

    Child.Ended next = scene.run();

    assertThat(deferred.code()).as(deferred.toString()).isEqualTo(10);
    assertThat(between.falselyDelivered()).isZero();
    assertThat(next.code()).as(next.toString()).isZero();
    // Ten updates and a delete arrived of which nobody knows; they are not counted as delivered.
    assertThat(scene.account()).isEqualTo(new Account(0, 0, 0, 0, 11, 0, 0));
  }

  @Test
  void a_timer_lets_a_refused_record_wait_until_it_is_due_and_a_person_does_not() {
    scene.sql("UPDATE T SET revision = 1 WHERE id = 7");
    scene.faults(Map.of("match", Map.of(), "action", Map.of("status", 422)));
    Child.Ended refused = scene.run();
    scene.faults();

    Child.Ended byTimer = scene.command("run", Scene.SYNC, "--scheduled", "--output", "json");
    Child.Ended byPerson = scene.run();

    assertThat(refused.out()).contains("\"deadLettered\":1");
    assertThat(byTimer.out()).contains("\"trigger\":\"schedule\"", "\"suppressed\":1");
    assertThat(byPerson.out()).contains("\"trigger\":\"manual\"", "\"suppressed\":0");
    assertThat(byPerson.code()).as(byPerson.toString()).isZero();
    assertThat(scene.account()).matches(Account::isRight);
  }

  @Test
  void another_destination_gets_nothing_until_a_person_says_what_it_is() throws IOException {
    try (Simulator other = Simulator.start(SimulatorSettings.standard())) {
      scene.write("destinations/tool.yaml", scene.shape().destination(other.port()));

      Child.Ended refused = scene.run();
      long sent = other.counts().requests();
      Child.Ended kept = scene.command("run", Scene.SYNC, "--keep", "--output", "json");
      long keptSent = other.counts().requests();
      scene.write(
          "destinations/tool.yaml",
          scene.shape().destination(other.port()).replace("/in/things", "/in/others"));
      Child.Ended reset = scene.command("run", Scene.SYNC, "--reset", "--output", "json");

      assertThat(refused.code()).as(refused.toString()).isEqualTo(1);
      assertThat(refused.out()).contains("STATE_MISMATCH");
      assertThat(sent).isZero();
      assertThat(kept.code()).as(kept.toString()).isZero();
      assertThat(keptSent).isZero();
      assertThat(reset.code()).as(reset.toString()).isZero();
      assertThat(other.counts().effects()).isEqualTo(2000);
      assertThat(other.record("in/others", "2000")).isPresent();
    }
  }
}
