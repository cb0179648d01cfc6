package dev.penstock.connectors.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.http.HttpLimits;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.connectors.sandbox.simulator.FaultScript;
import dev.penstock.connectors.sandbox.simulator.Simulator;
import dev.penstock.connectors.sandbox.simulator.SimulatorSettings;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.testkit.destination.Batches;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SandboxAgainstSimulatorTest {
  private Simulator simulator;
  private SandboxDestination destination;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorSettings.standard());
    var address = WebAddress.of("http://127.0.0.1:" + simulator.port(), true);
    destination =
        new SandboxDestination(
            SandboxSettings.of(address, "contacts")
                .withLimits(HttpLimits.of(2, Duration.ofSeconds(5))),
            InstantSource.system());
  }

  @AfterEach
  void stop() throws IOException {
    destination.close();
    simulator.close();
  }

  @Test
  void what_was_accepted_is_there_and_what_was_deleted_is_gone() {
    var added = destination.deliver(batch(Kind.ADDED)).outcomes();
    assertThat(added).hasSize(2).containsOnly(Outcome.ACCEPTED);
    assertThat(simulator.record("contacts", "a")).isPresent();
    assertThat(simulator.record("contacts", "7")).isPresent();

    var deleted = destination.deliver(batch(Kind.DELETED)).outcomes();
    var again = destination.deliver(batch(Kind.DELETED)).outcomes();

    assertThat(deleted).containsOnly(Outcome.ACCEPTED);
    assertThat(again).containsOnly(Outcome.ACCEPTED);
    assertThat(simulator.counts().effects()).isEqualTo(4);
  }

  @Test
  void a_forbidden_field_costs_one_record() {
    fault("{\"forbidden_field\":\"email\"}");

    List<Outcome> outcomes = destination.deliver(batch(Kind.ADDED)).outcomes();

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Rejected.class);
    assertThat(outcomes.get(1)).isEqualTo(Outcome.ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"apply_then_drop\":true}",
        "{\"drop_before_apply\":true}",
        "{\"reset\":true}",
        "{\"half_close\":true}",
        "{\"truncated_json\":true}",
        "{\"ok_html\":true}",
        "{\"ok_with_error_body\":true}",
        "{\"gzip_bomb\":5}",
        "{\"wrong_length\":10}",
      })
  void an_answer_that_is_lost_or_spoilt_is_unknown(String action) {
    fault(action);

    assertThat(destination.deliver(batch(Kind.ADDED)).outcomes())
        .hasSize(2)
        .allMatch(Outcome.Unknown.class::isInstance);
  }

  private void fault(String action) {
    simulator.faults(
        FaultScript.parse(JsonMapper.shared().readTree("[{\"action\":" + action + "}]")));
  }

  private static Batch batch(Kind kind) {
    return Batches.of(
        kind,
        List.of(
            "{\"id\":\"a\",\"properties\":{\"email\":\"a@example.org\"}}".getBytes(UTF_8),
            "{\"id\":7,\"properties\":{\"name\":\"b\"}}".getBytes(UTF_8)));
  }
}
