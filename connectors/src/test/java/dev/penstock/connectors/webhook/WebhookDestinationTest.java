package dev.penstock.connectors.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.connectors.http.ChangeIdText;
import dev.penstock.connectors.http.RequestBody;
import dev.penstock.connectors.http.Secret;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.testkit.destination.Batches;
import dev.penstock.testkit.destination.Received;
import dev.penstock.testkit.destination.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookDestinationTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_614_265_330));
  private static final SigningSecret SIGNING =
      SigningSecret.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

  private final ScriptedServer server = ScriptedServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_array_holds_the_payloads_as_they_are() {
    Batch batch = batch(Kind.ADDED, "{\"a\":1}", "\"two\"", "3");

    Received request = deliver(arrays(), batch);

    assertThat(request.text()).isEqualTo("[{\"a\":1},\"two\",3]");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/in?x=1");
    assertThat(request.header("Content-Type")).contains("application/json");
    assertThat(request.header("User-Agent")).contains("Penstock");
    assertThat(request.header("Host")).contains("127.0.0.1:" + server.port());
    assertThat(request.header("Idempotency-Key")).contains(ChangeIdText.of(batch.key()));
    assertThat(request.header("Penstock-Kind")).contains("added");
    assertThat(request.header("Accept-Encoding")).isEmpty();
    assertThat(request.header("webhook-id")).isEmpty();
    assertThat(request.header("Penstock-Changes")).isEmpty();
  }

  @Test
  void a_record_goes_alone_under_its_change_id() {
    Batch batch = batch(Kind.UPDATED, "{\"a\":1}");

    Received request = deliver(records(), batch);

    assertThat(request.text()).isEqualTo("{\"a\":1}");
    assertThat(request.header("Idempotency-Key"))
        .contains(batch.records().getFirst().change().toString());
    assertThat(request.header("Penstock-Kind")).contains("updated");
  }

  @Test
  void large_arrays_arrive_whole_whatever_their_sizes() {
    var payloads = new ArrayList<byte[]>();
    var expected = new StringBuilder("[");
    for (int i = 0; i < 300; i++) {
      String payload = "\"" + "x".repeat(i * 7 % 1500) + i + "\"";
      payloads.add(payload.getBytes(UTF_8));
      expected.append(i == 0 ? "" : ",").append(payload);
    }

    Received request = deliver(arrays(), Batches.of(Kind.ADDED, payloads));

    assertThat(request.text()).isEqualTo(expected.append("]").toString());
  }

  @Test
  void each_kind_of_change_may_go_elsewhere() {
    var gone = new Sending(Sending.Method.DELETE, address("/gone"), Sending.Format.ARRAY);

    Received request = deliver(arrays().withKind(Kind.DELETED, gone), batch(Kind.DELETED, "1"));

    assertThat(request.method()).isEqualTo("DELETE");
    assertThat(request.target()).isEqualTo("/gone");
    assertThat(request.header("Penstock-Kind")).contains("deleted");
  }

  @Test
  void a_kind_that_goes_record_by_record_makes_all_batches_single() {
    var one = Sending.recordsTo(address("/gone"));

    try (var destination = new WebhookDestination(arrays().withKind(Kind.DELETED, one), CLOCK)) {
      assertThat(destination.action().batchRecordsMax()).isEqualTo(1);
    }
  }

  @Test
  void signatures_are_those_of_standard_webhooks() {
    byte[] body = "{\"test\": 2432232314}".getBytes(UTF_8);

    String signature =
        SIGNING.sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            new RequestBody.Bytes(body, 0, body.length));

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void a_signed_request_carries_id_time_and_signature_over_the_unpacked_body() throws IOException {
    Batch batch = batch(Kind.ADDED, "{\"a\":1}");

    Received request = deliver(arrays().signedWith(SIGNING).gzipped(), batch);

    byte[] body = new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes();
    String id = request.header("webhook-id").orElseThrow();
    assertThat(new String(body, UTF_8)).isEqualTo("[{\"a\":1}]");
    assertThat(request.header("Content-Encoding")).contains("gzip");
    assertThat(id).isEqualTo(request.header("Idempotency-Key").orElseThrow());
    assertThat(request.header("webhook-timestamp")).contains("1614265330");
    assertThat(request.header("webhook-signature"))
        .contains(SIGNING.sign(id, 1_614_265_330, new RequestBody.Bytes(body, 0, body.length)));
  }

  @Test
  void auth_and_headers_are_sent_and_never_printed() {
    var settings =
        arrays()
            .withAuth(new Auth.Basic("ada", new Secret("hush-hush")))
            .withHeaders(Map.of("X-Tenant", new Secret("tenant-7")));

    Received request = deliver(settings, batch(Kind.ADDED, "1"));

    assertThat(request.header("Authorization")).contains("Basic YWRhOmh1c2gtaHVzaA==");
    assertThat(request.header("X-Tenant")).contains("tenant-7");
    assertThat(settings.toString()).doesNotContain("hush-hush", "tenant-7", "?x");
    assertThat(deliver(arrays().withAuth(new Auth.ApiKey("X-Api-Key", new Secret("k")))))
        .isEqualTo("k");
  }

  @Test
  void small_batches_name_their_changes_when_asked() {
    Batch two = batch(Kind.ADDED, "1", "2");

    Received request = deliver(arrays().namingChanges(), two);

    assertThat(request.header("Penstock-Changes"))
        .contains(two.records().get(0).change() + "," + two.records().get(1).change());
  }

  @Test
  void an_append_only_receiver_s_refused_arrays_are_not_divided() {
    try (var appends = new WebhookDestination(arrays().withLevel(DeliveryLevel.D), CLOCK);
        var upserts = new WebhookDestination(arrays(), CLOCK)) {
      assertThat(appends.action().atomicRefusal()).isFalse();
      assertThat(upserts.action().atomicRefusal()).isTrue();
    }
  }

  @Test
  void headers_that_break_the_request_are_refused_without_their_values() {
    for (var bad :
        List.of(
            Map.of("X-A", new Secret("v\r\nX-Evil: topsecret")),
            Map.of("Content-Length", new Secret("topsecret")),
            Map.of("X A", new Secret("topsecret")))) {
      assertThatThrownBy(() -> arrays().withHeaders(bad))
          .isInstanceOf(PenstockException.class)
          .message()
          .doesNotContain("topsecret");
    }
    assertThatThrownBy(() -> SigningSecret.of(new Secret("whsec_dG9vc2hvcnQ=")))
        .isInstanceOf(PenstockException.class)
        .message()
        .doesNotContain("dG9vc2hvcnQ");
  }

  private String deliver(WebhookSettings settings) {
    return deliver(settings, batch(Kind.ADDED, "1")).header("X-Api-Key").orElseThrow();
  }

  private Received deliver(WebhookSettings settings, Batch batch) {
    try (var destination = new WebhookDestination(settings, CLOCK)) {
      destination.deliver(batch);
      return server.received().getLast();
    }
  }

  private WebhookSettings arrays() {
    return WebhookSettings.of(Sending.arraysTo(address("/in?x=1"))).allowingPrivate();
  }

  private WebhookSettings records() {
    return WebhookSettings.of(Sending.recordsTo(address("/in"))).allowingPrivate();
  }

  private WebAddress address(String path) {
    return WebAddress.of("http://127.0.0.1:" + server.port() + path, true);
  }

  private static Batch batch(Kind kind, String... payloads) {
    var list = new ArrayList<byte[]>();
    for (String payload : payloads) {
      list.add(payload.getBytes(UTF_8));
    }
    return Batches.of(kind, list);
  }
}
