package dev.penstock.connectors.sandbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What the simulated destination stores at each level, and what its oracle says of it. */
class DestinationTest {
  private static final String REPEATED =
      "{\"records\":[{\"id\":\"1\",\"op\":\"upsert\",\"change\":\"c1\",\"key\":\"k1\","
          + "\"data\":{\"v\":1}}]}";

  /** What a sender does to a simulator. */
  private interface Story {
    void tell(Simulator simulator, Wiretap wire) throws IOException;
  }

  private static void with(SimulatorSettings settings, Story story) {
    try (var simulator = Simulator.start(settings);
        var wire = new Wiretap(simulator)) {
      story.tell(simulator, wire);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static SimulatorSettings at(Level level) {
    return SimulatorSettings.standard().withLevel(level);
  }

  private static String batch(Wiretap wire, String body) throws IOException {
    var seen = wire.ask("POST", "/objects/contacts/batch", body);
    assertThat(seen.status()).isEqualTo(200);
    return seen.body();
  }

  private static List<Boolean> effects(Simulator simulator) {
    return simulator.log().stream().map(OracleEntry::effect).toList();
  }

  private static List<Boolean> repeats(Simulator simulator) {
    return simulator.log().stream().map(OracleEntry::repeat).toList();
  }

  @Test
  void a_repeat_has_the_effect_that_the_level_allows() {
    var expected =
        Map.of(
            Level.A, List.of(true, false),
            Level.B, List.of(true, false),
            Level.C, List.of(true, true),
            Level.D, List.of(true, true));
    expected.forEach(
        (level, effects) ->
            with(
                at(level),
                (simulator, wire) -> {
                  String first = batch(wire, REPEATED);
                  String second = batch(wire, REPEATED);

                  assertThat(second).as("level %s", level).isEqualTo(first);
                  assertThat(effects(simulator)).as("level %s", level).isEqualTo(effects);
                  assertThat(repeats(simulator)).as("level %s", level).containsExactly(false, true);
                  var held = simulator.record("contacts", "1").orElseThrow();
                  assertThat(held.payloads()).hasSize(level == Level.D ? 2 : 1);
                }));
  }

  @Test
  void level_a_ignores_a_repeated_key_even_when_a_newer_value_came_between() {
    with(
        at(Level.A),
        (simulator, wire) -> {
          batch(wire, REPEATED);
          batch(
              wire, REPEATED.replace("c1", "c2").replace("k1", "k2").replace("\"v\":1", "\"v\":2"));
          batch(wire, REPEATED);

          assertThat(effects(simulator)).containsExactly(true, true, false);
          assertThat(simulator.record("contacts", "1").orElseThrow().payload())
              .isEqualTo("{\"v\":2}");
        });
  }

  @Test
  void level_b_lets_a_late_repeat_overwrite_a_newer_value() {
    with(
        at(Level.B),
        (simulator, wire) -> {
          batch(wire, REPEATED);
          batch(
              wire, REPEATED.replace("c1", "c2").replace("k1", "k2").replace("\"v\":1", "\"v\":2"));
          batch(wire, REPEATED);

          assertThat(effects(simulator)).containsExactly(true, true, true);
          assertThat(repeats(simulator)).containsExactly(false, false, true);
        });
  }

  @Test
  void level_a_answers_a_repeated_delete_as_it_did_the_first_time() {
    with(
        at(Level.A),
        (simulator, wire) -> {
          batch(wire, REPEATED);
          String delete =
              "{\"records\":[{\"id\":\"1\",\"op\":\"delete\",\"key\":\"k9\"},"
                  + "{\"id\":\"2\",\"op\":\"delete\",\"key\":\"k10\"}]}";

          String first = batch(wire, delete);

          assertThat(first).contains("{\"id\":\"1\",\"status\":\"ok\"}", "not_found");
          assertThat(batch(wire, delete)).isEqualTo(first);
        });
  }

  @Test
  void records_that_cannot_be_taken_are_named_one_by_one() {
    with(
        at(Level.B),
        (simulator, wire) -> {
          String answer =
              batch(
                  wire,
                  "{\"records\":[{\"data\":{}},{\"id\":\"2\",\"op\":\"merge\"},{\"id\":\"é\\n"
                      + "\"}]}");

          assertThat(answer)
              .contains("missing_id", "unknown_op", "{\"id\":\"é\\u000a\",\"status\":\"ok\"}");
          assertThat(wire.ask("POST", "/objects/contacts/batch", "[]").status()).isEqualTo(400);
        });
  }

  @Test
  void objects_are_written_read_listed_and_deleted_one_by_one() {
    with(
        at(Level.B),
        (simulator, wire) -> {
          for (String id : List.of("a", "b%20c", "d")) {
            wire.ask("PUT", "/objects/contacts/" + id, "{\"n\":\"" + id + "\"}");
          }
          wire.ask("PUT", "/objects/accounts/x", "{}");

          assertThat(wire.ask("GET", "/objects/contacts/b%20c", "").body())
              .isEqualTo("{\"id\":\"b c\",\"version\":2,\"data\":{\"n\":\"b%20c\"}}");
          assertThat(wire.ask("GET", "/objects/contacts?limit=1&after=a", "").body())
              .isEqualTo(
                  "{\"records\":[{\"id\":\"b c\",\"version\":2,\"data\":{\"n\":\"b%20c\"}}],"
                      + "\"after\":\"b c\"}");
          assertThat(wire.ask("GET", "/objects", "").body())
              .isEqualTo(
                  "{\"objects\":[{\"name\":\"accounts\",\"count\":1},"
                      + "{\"name\":\"contacts\",\"count\":3}]}");
          assertThat(wire.ask("DELETE", "/objects/contacts/a", "").status()).isEqualTo(200);
          assertThat(wire.ask("DELETE", "/objects/contacts/a", "").status()).isEqualTo(404);
          assertThat(wire.ask("GET", "/objects/contacts/a", "").status()).isEqualTo(404);
        });
  }

  @Test
  void webhook_records_are_found_by_their_key_wherever_it_is() {
    with(
        at(Level.B).withKeyField("user.id, region"),
        (simulator, wire) -> {
          wire.ask(
              "POST",
              "/in/events",
              "[{\"region\":\"e,u\",\"user\":{\"x\":[{}],\"id\":7}},{\"user\":{\"id\":\"\\u0041\"}},3]",
              "Penstock-Changes: c1, c2,c3",
              "webhook-id: w1");

          assertThat(simulator.log())
              .extracting(OracleEntry::key)
              .containsExactly("7,e\\,u", "A,", "");
          assertThat(simulator.log())
              .extracting(OracleEntry::change)
              .containsExactly("c1", "c2", "c3");
          assertThat(simulator.log()).extracting(OracleEntry::idempotencyKey).containsOnly("w1");
          assertThat(simulator.record("in/events", "7,e\\,u")).isPresent();
          assertThat(simulator.counts().unkeyed()).isEqualTo(1);
        });
  }

  @Test
  void a_repeated_webhook_key_is_honoured_at_level_a_record_by_record() {
    with(
        at(Level.A),
        (simulator, wire) -> {
          wire.ask("POST", "/in", "[{\"id\":1},{\"id\":2}]", "Idempotency-Key: r1");
          wire.ask("POST", "/in", "[{\"id\":1,\"changed\":1},{\"id\":2}]", "Idempotency-Key: r1");

          assertThat(effects(simulator)).containsExactly(true, true, false, false);
          assertThat(repeats(simulator)).containsExactly(false, false, true, true);
        });
  }

  @Test
  void a_delete_without_a_body_takes_its_key_from_the_path() {
    with(
        at(Level.B),
        (simulator, wire) -> {
          wire.ask("POST", "/in/contacts", "{\"id\":5}");
          wire.ask("DELETE", "/in/contacts", "{\"id\":5}");
          wire.ask("DELETE", "/in/contacts/5", "");

          assertThat(simulator.log())
              .extracting(OracleEntry::op)
              .containsExactly("upsert", "delete", "delete");
          assertThat(simulator.log()).extracting(OracleEntry::key).containsOnly("5");
          assertThat(simulator.record("in/contacts", "5")).isEmpty();
        });
  }

  @Test
  void the_oracle_file_holds_each_line_before_the_answer_is_out(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("oracle.ndjson");
    with(
        at(Level.B).withOracle(OracleSettings.inFile(file)),
        (simulator, wire) -> {
          for (int i = 1; i <= 20; i++) {
            wire.ask("POST", "/in", "{\n\"id\":" + i + "}");

            assertThat(Files.readAllLines(file)).hasSize(i);
          }
        });

    var last = JsonMapper.shared().readTree(Files.readAllLines(file).getLast());
    assertThat(last.path("number").longValue()).isEqualTo(20);
    assertThat(last.path("key").stringValue()).isEqualTo("20");
    assertThat(last.path("payload").path("id").intValue()).isEqualTo(20);
    assertThat(last.path("hash").stringValue()).hasSize(32);
    assertThat(last.path("status").intValue()).isEqualTo(200);
    assertThat(last.path("arrivedNanos").longValue())
        .isLessThan(last.path("answeredNanos").longValue());
  }

  @Test
  void a_file_goes_on_where_an_earlier_simulator_ended(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("oracle.ndjson");
    for (int i = 0; i < 2; i++) {
      with(
          at(Level.B).withOracle(OracleSettings.inFile(file)),
          (simulator, wire) -> wire.ask("POST", "/in", "{\"id\":1}"));
    }

    assertThat(Files.readString(file, StandardCharsets.UTF_8).lines()).hasSize(2);
  }

  @Test
  void payloads_can_be_left_out_of_the_log(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("oracle.ndjson");
    var oracle = new OracleSettings(OracleMode.FULL, Optional.of(file), false);
    with(
        at(Level.B).withOracle(oracle),
        (simulator, wire) -> {
          wire.ask("POST", "/in", "{\"id\":1,\"secret\":\"canary\"}");

          assertThat(simulator.log().getFirst().payload()).isEmpty();
          assertThat(simulator.log().toString()).doesNotContain("canary");
        });

    assertThat(Files.readString(file)).doesNotContain("canary").contains("\"hash\":\"");
  }

  @Test
  void the_controls_show_the_log_and_the_counts_and_start_over() {
    with(
        at(Level.B),
        (simulator, wire) -> {
          wire.ask("POST", "/in", "[{\"id\":1},{\"id\":1},{\"id\":2}]");

          assertThat(wire.ask("GET", "/_sim/log?from=2&limit=1", "").body())
              .contains("\"number\":2", "\"repeat\":true")
              .doesNotContain("\"number\":3");
          assertThat(wire.ask("GET", "/_sim/counts", "").body())
              .isEqualTo(
                  "{\"requests\":1,\"records\":3,\"effects\":2,\"repeats\":1,\"unkeyed\":0,"
                      + "\"bytes\":28,\"byStatus\":{\"200\":1}}");
          assertThat(wire.ask("GET", "/_sim/health", "").body()).contains("\"up\"", "\"B\"");
          assertThat(wire.ask("POST", "/_sim/reset", "").status()).isEqualTo(200);
          assertThat(simulator.counts().requests()).isZero();
          assertThat(simulator.log()).isEmpty();
          assertThat(simulator.record("in", "1")).isEmpty();
        });
  }

  @Test
  void the_controls_replace_the_fault_script_or_say_what_is_wrong_with_it() {
    with(
        at(Level.B),
        (simulator, wire) -> {
          String gone = "{\"rules\":[{\"action\":{\"gone\":true}}]}";
          assertThat(wire.ask("PUT", "/_sim/faults", gone).status()).isEqualTo(200);
          assertThat(wire.ask("POST", "/in", "{}").status()).isEqualTo(410);
          var wrong = wire.ask("PUT", "/_sim/faults", "{\"rules\":[{}],\"x\":1}");
          assertThat(wrong.status()).isEqualTo(422);
          assertThat(wrong.body()).contains("allowed are rules", "Rule 1 needs");
          assertThat(wire.ask("PUT", "/_sim/faults", "rules: []").status()).isEqualTo(400);
          assertThat(wire.ask("POST", "/in", "{}").status()).isEqualTo(410);
          assertThat(wire.ask("PUT", "/_sim/faults", "[]").status()).isEqualTo(200);
          assertThat(wire.ask("POST", "/in", "{}").status()).isEqualTo(200);
        });
  }

  @Test
  void counting_mode_counts_the_same_with_and_without_a_fault_script() {
    for (boolean scripted : List.of(false, true)) {
      with(
          at(Level.B).withOracle(OracleSettings.countsOnly()),
          (simulator, wire) -> {
            if (scripted) {
              simulator.faults(
                  FaultScript.parse(
                      Map.of("rules", List.of(Map.of("action", Map.of("delay", "0ms"))))));
            }
            wire.ask("POST", "/in", "[{\"id\":1},{\"id\":\"a\\n\"},{\"x\":1}]");
            wire.ask("POST", "/in", "[{\"id\":1},{\"id\":\"a\\n\",\"v\":2},{\"x\":1}]");
            wire.ask("POST", "/in/other", "{\"id\":1}");

            var counts = simulator.counts();
            assertThat(counts.records()).isEqualTo(7);
            assertThat(counts.repeats()).isEqualTo(1);
            assertThat(counts.effects()).isEqualTo(6);
            assertThat(counts.unkeyed()).isEqualTo(2);
            assertThat(simulator.log()).isEmpty();
          });
    }
  }

  @Test
  void counting_a_broken_body_counts_nothing_of_it() {
    with(
        at(Level.B).withOracle(OracleSettings.countsOnly()),
        (simulator, wire) -> {
          assertThat(wire.ask("POST", "/in", "[{\"id\":1},{\"id\":2},").status()).isEqualTo(400);

          assertThat(simulator.counts().records()).isZero();
          assertThat(simulator.counts().effects()).isZero();
        });
  }

  @Test
  void with_the_oracle_off_records_are_still_counted() {
    with(
        at(Level.B).withOracle(OracleSettings.off()),
        (simulator, wire) -> {
          wire.ask("POST", "/in", "[{\"id\":1},{\"id\":2}]");

          assertThat(simulator.counts().records()).isEqualTo(2);
          assertThat(simulator.counts().effects()).isZero();
        });
  }
}
