package dev.penstock.connectors.sandbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Each fault does on the wire what it says, and the oracle knows what truly happened. */
class FaultsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Simulator simulator;
  private Wiretap wire;

  @BeforeEach
  void start() throws IOException {
    simulator =
        Simulator.start(
            SimulatorSettings.standard(), InstantSource.fixed(NOON), Duration.ofSeconds(20));
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

  private static String action(String action) {
    return "{'action':" + action + "}";
  }

  private Wiretap.Seen post(String body) throws IOException {
    return wire.ask("POST", "/in", body);
  }

  private Wiretap.Seen batch(String... ids) throws IOException {
    var records = new StringBuilder();
    for (String id : ids) {
      records.append(records.isEmpty() ? "" : ",").append("{\"id\":\"").append(id);
      records.append("\",\"data\":{\"email\":\"e\"}}");
    }
    return wire.ask("POST", "/objects/contacts/batch", "{\"records\":[" + records + "]}");
  }

  private boolean holds(String key) {
    return simulator.record("in", key).isPresent();
  }

  @Test
  void a_status_is_answered_with_its_body_and_headers_and_nothing_is_applied() throws IOException {
    faults(action("{'status':503,'body':{'oops':1},'headers':{'X-A':'b'},'retry_after':20}"));

    var seen = post("{\"id\":1}");

    assertThat(seen.status()).isEqualTo(503);
    assertThat(seen.body()).isEqualTo("{\"oops\":1}");
    assertThat(seen.headers()).containsEntry("x-a", "b").containsEntry("retry-after", "20");
    assertThat(holds("1")).isFalse();
    assertThat(simulator.log().getFirst().status()).isEqualTo(503);
    assertThat(simulator.log().getFirst().effect()).isFalse();
    assertThat(simulator.log().getFirst().fault()).isEqualTo("status");
  }

  @Test
  void retry_after_comes_in_every_form_that_destinations_send() throws IOException {
    var forms =
        List.of("7", "'date'", "'past'", "'huge'", "'garbage'", "{'form':'date','seconds':5}");
    faults(
        forms.stream()
            .map(f -> "{'action':{'retry_after':" + f + "},'times':1}")
            .toArray(String[]::new));

    assertThat(IntStream.range(0, 6).mapToObj(i -> retryAfter()).toList())
        .containsExactly(
            "7",
            "Sun, 01 Mar 2026 12:00:30 GMT",
            "Sun, 01 Mar 2026 11:59:30 GMT",
            "315360000",
            "soon, maybe",
            "Sun, 01 Mar 2026 12:00:05 GMT");
    assertThat(post("{\"id\":1}").status()).isEqualTo(200);
  }

  private String retryAfter() {
    try {
      var seen = post("{}");
      assertThat(seen.status()).isEqualTo(429);
      return seen.headers().getOrDefault("retry-after", "");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Test
  void single_records_are_refused_and_their_neighbours_applied() throws IOException {
    faults(action("{'per_record':[{'key':'b*','code':'bad','message':'No.','field':'email'}]}"));

    assertThat(batch("a", "b1", "c").body())
        .isEqualTo(
            "{\"results\":[{\"id\":\"a\",\"status\":\"ok\"},{\"id\":\"b1\",\"status\":\"error\","
                + "\"code\":\"bad\",\"message\":\"No.\",\"field\":\"email\"},"
                + "{\"id\":\"c\",\"status\":\"ok\"}]}");
    assertThat(simulator.record("contacts", "b1")).isEmpty();
    assertThat(simulator.record("contacts", "c")).isPresent();
    assertThat(post("[{\"id\":\"a\"},{\"id\":\"b\"}]").status()).isEqualTo(207);
    assertThat(wire.ask("PUT", "/objects/contacts/b", "{}").status()).isEqualTo(422);
    assertThat(simulator.log()).extracting(OracleEntry::code).contains("bad", "");
  }

  @Test
  void a_delay_and_a_latency_curve_hold_the_answer_back() throws IOException {
    faults(
        "{'action':{'latency':{'base':'60ms','knee':0,'slope':'40ms'}},'continue':true}",
        "{'action':{'delay':'50ms'},'times':1}");

    post("{\"id\":1}");

    var entry = simulator.log().getFirst();
    assertThat(entry.answeredNanos() - entry.arrivedNanos()).isGreaterThan(149_000_000L);
    assertThat(entry.effect()).isTrue();
  }

  @Test
  void a_dripping_body_arrives_padded_and_whole() throws IOException {
    faults(action("{'drip':{'every':'1ms','bytes':30}}"));

    assertThat(post("{\"id\":1}").body()).isEqualTo("{}" + " ".repeat(28));
    assertThat(holds("1")).isTrue();
  }

  @Test
  void dropped_connections_differ_in_what_was_applied() throws IOException {
    faults(
        "{'match':{'key':'a'},'action':{'apply_then_drop':true}}",
        "{'match':{'key':'b'},'action':{'drop_before_apply':true}}");

    for (String key : List.of("a", "b")) {
      try (var one = new Wiretap(simulator)) {
        one.send("POST", "/in", "{\"id\":\"" + key + "\"}");
        assertThat(one.rest()).isEmpty();
      }
    }

    assertThat(holds("a")).isTrue();
    assertThat(holds("b")).isFalse();
    assertThat(simulator.log()).extracting(OracleEntry::status).containsExactly(0, 0);
    assertThat(simulator.log()).extracting(OracleEntry::effect).containsExactly(true, false);
    assertThat(simulator.counts().byStatus()).containsEntry(0, 2L);
  }

  @Test
  void a_late_application_lands_after_a_newer_write() throws Exception {
    faults("{'action':{'late_apply':'150ms'},'times':1}");

    wire.send("POST", "/in", "{\"id\":1,\"v\":1}");
    assertThat(wire.rest()).isEmpty();
    try (var retry = new Wiretap(simulator)) {
      retry.ask("POST", "/in", "{\"id\":1,\"v\":2}");
      for (int i = 0; i < 100_000 && simulator.log().size() < 3; i++) {
        retry.ask("GET", "/_sim/health", "");
      }
    }

    assertThat(simulator.log())
        .extracting(OracleEntry::fault)
        .containsExactly("late_apply", "", "late_apply.applied");
    assertThat(simulator.log()).extracting(OracleEntry::effect).containsExactly(false, true, true);
    assertThat(simulator.record("in", "1").orElseThrow().payload()).contains("\"v\":1");
  }

  @Test
  void a_duplicate_application_shows_only_where_the_level_lets_it() throws IOException {
    faults(action("{'duplicate_apply':true}"));

    post("{\"id\":1}");

    assertThat(simulator.log()).extracting(OracleEntry::effect).containsExactly(true, false);
    assertThat(simulator.log()).extracting(OracleEntry::repeat).containsExactly(false, true);
  }

  @Test
  void a_reset_is_a_reset_and_not_an_end_of_stream() throws IOException {
    faults("{'match':{'key':'a'},'action':{'reset':'after_apply'}}", action("{'reset':true}"));

    for (String key : List.of("a", "b")) {
      try (var one = new Wiretap(simulator)) {
        one.send("POST", "/in", "{\"id\":\"" + key + "\"}");
        assertThatThrownBy(one::rest)
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("reset");
      }
    }
    assertThat(holds("a")).isTrue();
    assertThat(holds("b")).isFalse();
  }

  @Test
  void a_half_closed_connection_still_takes_bytes() throws IOException {
    faults(action("{'half_close':true}"));

    wire.send("POST", "/in", "{\"id\":1}");
    assertThat(wire.rest()).isEmpty();
    for (int i = 0; i < 20; i++) {
      wire.raw("still here");
    }

    assertThat(holds("1")).isFalse();
  }

  @Test
  void a_redirect_names_its_place() throws IOException {
    faults(action("{'redirect':{'location':'http://elsewhere.invalid/','status':308}}"));

    var seen = post("{\"id\":1}");

    assertThat(seen.status()).isEqualTo(308);
    assertThat(seen.headers()).containsEntry("location", "http://elsewhere.invalid/");
    assertThat(holds("1")).isFalse();
  }

  @Test
  void a_quota_takes_so_many_and_says_when_to_come_back() throws IOException {
    faults(action("{'quota':{'requests':3,'per':'1h'}}"));

    assertThat(IntStream.range(0, 3).map(i -> status("{}")).toArray()).containsOnly(200);
    var seen = post("{}");
    assertThat(seen.status()).isEqualTo(429);
    assertThat(seen.headers()).containsEntry("ratelimit-remaining", "0");
    assertThat(Integer.parseInt(seen.headers().get("retry-after"))).isBetween(3500, 3600);
  }

  private int status(String body) {
    try {
      return post(body).status();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Test
  void a_quota_window_opens_again() throws IOException {
    faults(action("{'quota':{'records':2,'per':'80ms'}}"));

    assertThat(post("[{\"id\":1},{\"id\":2}]").status()).isEqualTo(200);
    assertThat(post("[{\"id\":3}]").status()).isEqualTo(429);
    int tries = 0;
    while (status("{\"id\":3}") == 429 && tries < 100_000) {
      tries++;
    }
    assertThat(holds("3")).isTrue();
  }

  @Test
  void a_token_is_refused_until_a_fresh_one_is_used() throws IOException {
    faults(action("{'unauthorized_until_refresh':true}"));

    assertThat(post("{}").status()).isEqualTo(401);
    String token = wire.ask("POST", "/oauth/token", "").body();
    assertThat(token).contains("simulated-1");
    assertThat(wire.ask("POST", "/in", "{}", "Authorization: Bearer old").status()).isEqualTo(401);
    assertThat(wire.ask("POST", "/in", "{}", "Authorization: Bearer simulated-1").status())
        .isEqualTo(200);
    assertThat(post("{}").status()).isEqualTo(401);
    wire.ask("POST", "/_sim/refresh", "");
    assertThat(post("{}").status()).isEqualTo(200);
  }

  @Test
  void fields_can_be_forbidden_and_required() throws IOException {
    faults(
        action("{'forbidden_field':'secret'}"),
        action("{'new_required_field':{'name':'country'}}"));

    assertThat(post("{\"id\":1,\"secret\":2}").status()).isEqualTo(403);
    var missing = post("{\"id\":1}");
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.body()).contains("\"field\":\"country\"");
    assertThat(post("{\"id\":1,\"country\":null}").status()).isEqualTo(200);
    assertThat(batch("a").body()).contains("missing_required");
  }

  @Test
  void a_field_required_from_a_later_time_is_not_missed_now() throws IOException {
    faults(action("{'new_required_field':{'at':'1h','name':'country'}}"));

    assertThat(post("{\"id\":1}").status()).isEqualTo(200);
  }

  @Test
  void requests_can_be_too_large_by_bytes_and_by_records() throws IOException {
    faults(action("{'too_large':{'bytes':100}}"), action("{'too_large':{'records':2}}"));

    assertThat(post("\"" + "x".repeat(99) + "\"").status()).isEqualTo(413);
    assertThat(post("[1,2,3]").status()).isEqualTo(413);
    assertThat(post("[1,2]").status()).isEqualTo(200);
  }

  @Test
  void one_record_can_spoil_the_whole_batch() throws IOException {
    faults(action("{'reject_batch_if_contains':'cust-777'}"));

    assertThat(batch("cust-1", "cust-777").status()).isEqualTo(422);
    assertThat(simulator.record("contacts", "cust-1")).isEmpty();
    assertThat(batch("cust-1").status()).isEqualTo(200);
  }

  @Test
  void locks_hit_a_seeded_share_of_records() throws IOException {
    faults(action("{'lock_error':0.3}"));
    String[] ids = IntStream.range(0, 1000).mapToObj(Integer::toString).toArray(String[]::new);

    String first = batch(ids).body();
    simulator.reset();
    String second = batch(ids).body();

    assertThat(first).isEqualTo(second);
    assertThat(first.split("\"locked\"", -1).length - 1).isBetween(250, 350);
  }

  @Test
  void answers_that_lie_with_status_200_apply_nothing() throws IOException {
    faults(
        "{'action':{'ok_with_error_body':true},'times':1}",
        "{'action':{'ok_html':true},'times':1}");

    assertThat(post("{\"id\":1}").body()).contains("\"error\"");
    var html = post("{\"id\":1}");
    assertThat(html.status()).isEqualTo(200);
    assertThat(html.headers().get("content-type")).startsWith("text/html");
    assertThat(holds("1")).isFalse();
  }

  @Test
  void truncated_json_ends_in_its_middle_after_applying() throws IOException {
    faults(action("{'truncated_json':true}"));

    assertThat(batch("a", "b").body()).startsWith("{\"results\":[").doesNotEndWith("}");
    assertThat(simulator.record("contacts", "b")).isPresent();
  }

  @Test
  void a_gzip_bomb_unpacks_to_its_size() throws IOException {
    faults(action("{'gzip_bomb':3}"));

    var seen = post("{\"id\":1}");

    assertThat(seen.headers()).containsEntry("content-encoding", "gzip");
    assertThat(seen.bytes().length).isLessThan(20_000);
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(seen.bytes()))) {
      assertThat(unpacked.readAllBytes()).hasSize((3 << 20) + 2);
    }
  }

  @Test
  void a_wrong_length_promises_more_than_comes() throws IOException {
    faults(action("{'wrong_length':5}"));

    wire.send("POST", "/in", "{\"id\":1}");

    String answer = new String(wire.rest(), StandardCharsets.US_ASCII);
    assertThat(answer).contains("Content-Length: 7\r\n").endsWith("\r\n\r\n{}");
    assertThat(holds("1")).isTrue();
  }

  @Test
  void maintenance_lasts_from_one_time_to_another() throws IOException {
    faults(
        action("{'maintenance':{'from':'1h','to':'2h'}}"), action("{'maintenance':{'to':'30s'}}"));

    var seen = post("{}");

    assertThat(seen.status()).isEqualTo(503);
    assertThat(seen.headers()).containsEntry("retry-after", "30");
  }

  @Test
  void an_answer_that_may_have_no_body_has_none() throws IOException {
    faults("{'action':{'status':204,'body':'text'},'times':1}");

    assertThat(post("{}").headers()).doesNotContainKey("content-length");
    assertThat(post("{}").status()).isEqualTo(200);
  }

  @Test
  void what_is_gone_answers_410() throws IOException {
    faults(action("{'gone':true}"));

    assertThat(post("{}").status()).isEqualTo(410);
  }
}
