package dev.penstock.connectors.sandbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Quotas that are announced, types that change, answers about other records. */
class AllowancesAndAnswersTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T23:59:00Z"));

  private Simulator simulator;
  private Wiretap wire;

  @BeforeEach
  void start() throws IOException {
    InstantSource clock = now::get;
    simulator = Simulator.start(SimulatorSettings.standard(), clock, Duration.ofSeconds(20));
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

  private Wiretap.Seen batch() throws IOException {
    String records = "{'records':[{'id':'a','data':{}},{'id':'b','data':{}}]}";
    return wire.ask("POST", "/objects/contacts/batch", records.replace('\'', '"'));
  }

  @Test
  void a_quota_of_requests_says_on_every_answer_what_is_left() throws IOException {
    faults(
        "{'action':{'quota':{'requests':2,'per':'1h'}}}",
        "{'match':{'nth':2},'action':{'status':503}}");

    var first = post("{}");
    var second = post("{}");
    var third = post("{}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.headers())
        .containsEntry("ratelimit-limit", "2")
        .containsEntry("ratelimit-remaining", "1")
        .doesNotContainKey("retry-after");
    assertThat(second.status()).as("a later rule is asked too").isEqualTo(503);
    assertThat(second.headers()).containsEntry("ratelimit-remaining", "0");
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.headers())
        .containsEntry("ratelimit-remaining", "0")
        .containsEntry("ratelimit-reset", third.headers().get("retry-after"));
    assertThat(simulator.log()).extracting(OracleEntry::fault).contains("", "status", "quota");
  }

  @Test
  void a_daily_quota_begins_anew_at_midnight_in_utc() throws IOException {
    faults("{'action':{'quota':{'requests':1,'per':'day'}}}");

    assertThat(post("{\"id\":1}").status()).isEqualTo(200);
    var refused = post("{\"id\":2}");
    now.set(Instant.parse("2026-03-02T00:00:01Z"));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers()).containsEntry("retry-after", "60");
    assertThat(post("{\"id\":2}").status()).isEqualTo(200);
    assertThat(post("{\"id\":3}").status()).isEqualTo(429);
  }

  @Test
  void a_field_whose_type_has_changed_is_refused_and_null_is_of_every_type() throws IOException {
    faults("{'action':{'type_change':{'field':'age','type':'number'}}}");

    assertThat(post("{\"id\":1,\"age\":7}").status()).isEqualTo(200);
    assertThat(post("{\"id\":2,\"age\":null}").status()).isEqualTo(200);
    assertThat(post("{\"id\":3}").status()).isEqualTo(200);
    var refused = post("{\"id\":4,\"age\":\"7\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("invalid_type", "\"age\"", "number");
    assertThat(simulator.record("in", "4")).isEmpty();
    faults("{'action':{'type_change':{'at':'1h','field':'age','type':'number'}}}");
    assertThat(post("{\"id\":4,\"age\":\"7\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"shorter, a", "longer, abb", "reordered, ba", "unknown_id, a?"})
  void an_answer_speaks_of_other_records_than_were_sent(String list, String ids)
      throws IOException {
    faults("{'action':{'wrong_results':'" + list + "'}}");

    String body = batch().body();

    var said = new StringBuilder();
    for (var result : JsonMapper.shared().readTree(body).path("results")) {
      String id = result.path("id").stringValue("");
      said.append(id.equals(ResultList.STRANGER) ? "?" : id);
    }
    assertThat(said).hasToString(ids);
    assertThat(simulator.record("contacts", "a")).isPresent();
    assertThat(simulator.record("contacts", "b")).isPresent();
  }

  @Test
  void what_the_new_actions_cannot_mean_is_said() {
    assertThatThrownBy(
            () ->
                faults(
                    "{'action':{'quota':{'requests':1,'per':'0s'}}}",
                    "{'action':{'type_change':{'field':'a','type':'date'}}}",
                    "{'action':{'wrong_results':true}}"))
        .hasMessageContaining("Rule 1 action quota needs a time above zero")
        .hasMessageContaining("text, number, boolean, object, list")
        .hasMessageContaining("shorter, longer, reordered, unknown_id");
  }
}
