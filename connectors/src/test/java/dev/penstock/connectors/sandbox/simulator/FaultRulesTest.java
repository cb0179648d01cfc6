package dev.penstock.connectors.sandbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Which requests a fault script chooses, and what it says when it cannot be used. */
class FaultRulesTest {
  private Simulator simulator;
  private Wiretap wire;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorSettings.standard());
    wire = new Wiretap(simulator);
  }

  @AfterEach
  void stop() throws IOException {
    wire.close();
    simulator.close();
  }

  private void faults(String... rules) {
    String script = "[" + String.join(",", rules).replace('\'', '"') + "]";
    simulator.faults(FaultScript.parse(JsonMapper.shared().readTree(script)));
  }

  private Wiretap.Seen post(String body) throws IOException {
    return wire.ask("POST", "/in", body);
  }

  private int status(String body) {
    try {
      return post(body).status();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Test
  void closing_ends_every_wait() throws IOException {
    faults("{'action':{'delay':'1h'}}");
    wire.send("POST", "/in", "{}");

    simulator.close();

    assertThatThrownBy(wire::seen)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void rules_choose_requests_by_order_key_size_path_and_method() throws IOException {
    faults(
        "{'match':{'key':'k*','nth':2},'action':{'status':501}}",
        "{'match':{'contains':'x'},'action':{'status':502}}",
        "{'match':{'batch_over':2},'action':{'status':503}}",
        "{'match':{'path':'/in/special*','method':'put'},'action':{'status':504}}",
        "{'match':{'window':['1h','2h']},'action':{'status':505}}",
        "{'match':{'concurrency_over':1},'action':{'status':506}}",
        "{'match':{'path':'/in/third','every':3},'action':{'status':508}}");

    assertThat(post("{\"id\":\"k1\"}").status()).isEqualTo(200);
    assertThat(post("{\"id\":\"other\"}").status()).isEqualTo(200);
    assertThat(post("{\"id\":\"k2\"}").status()).isEqualTo(501);
    assertThat(post("{\"id\":\"k3\"}").status()).isEqualTo(200);
    assertThat(post("[{\"id\":\"y\"},{\"id\":\"x\"}]").status()).isEqualTo(502);
    assertThat(post("[1,2,3]").status()).isEqualTo(503);
    assertThat(wire.ask("PUT", "/in/special/9?q", "{}").status()).isEqualTo(504);
    assertThat(wire.ask("POST", "/in/special/9", "{}").status()).isEqualTo(200);
    assertThat(IntStream.range(0, 6).map(i -> third()).toArray())
        .containsExactly(200, 200, 508, 200, 200, 508);
  }

  private int third() {
    try {
      return wire.ask("POST", "/in/third", "{}").status();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Test
  void chance_follows_the_seed() throws IOException {
    faults("{'match':{'p':0.4},'action':{'status':503}}");

    int[] first = IntStream.range(0, 100).map(i -> status("{}")).toArray();
    simulator.reset();
    int[] second = IntStream.range(0, 100).map(i -> status("{}")).toArray();

    assertThat(first).isEqualTo(second).contains(200, 503);
    assertThat(IntStream.of(first).filter(s -> s == 503).count()).isBetween(25L, 55L);
  }

  @Test
  void many_requests_at_once_meet_the_concurrency_rule() throws Exception {
    faults(
        "{'match':{'key':'slow'},'action':{'delay':'1h'}}",
        "{'match':{'concurrency_over':1},'action':{'status':429}}");

    try (var first = new Wiretap(simulator)) {
      first.send("POST", "/in", "{\"id\":\"slow\"}");
      int tries = 0;
      while (status("{\"id\":1}") != 429) {
        assertThat(tries++).isLessThan(100_000);
      }
    }
  }

  @Test
  void every_problem_of_a_script_is_told_with_what_is_allowed() {
    assertThatThrownBy(
            () ->
                faults(
                    "{'match':{'nht':1},'action':{'status':99}}",
                    "{'action':{'explode':true},'time':2}",
                    "{'action':{'delay':'soon'}}",
                    "{'action':{'gone':true},'continue':true}",
                    "{'match':{'p':2}}"))
        .isInstanceOfSatisfying(
            FaultScriptException.class,
            wrong -> {
              assertThat(wrong.problems()).hasSizeGreaterThanOrEqualTo(8);
              assertThat(wrong)
                  .hasMessageContaining(
                      "Rule 1 match does not know \"nht\"; allowed are nth, every")
                  .hasMessageContaining("Rule 2 does not know \"time\"")
                  .hasMessageContaining("does not know \"explode\"; allowed are status, per_record")
                  .hasMessageContaining("200ms")
                  .hasMessageContaining("Rule 4 can only \"continue\"")
                  .hasMessageContaining("Rule 5 needs \"action\"");
            });
  }
}
