package dev.penstock.testkit.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Answer;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.extract.TestStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every destination must do. A subclass says how its tool speaks; what its tool cannot do it
 * leaves out of {@link #capabilities} and the contract checks that it is refused. A destination
 * that hangs fails after a minute.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class DestinationContract {
  private static final String SECRET = "sk_live_c0ffee-canary-4711";
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(600);

  /** A machine under load is late; a request that hangs is later. */
  private static final Duration SHORT_AND_SLACK = Duration.ofSeconds(8);

  private final List<Destination> opened = new ArrayList<>();
  private ScriptedServer server;

  @BeforeEach
  final void startServer() {
    server = ScriptedServer.start();
    server.script(this::accepts);
  }

  @AfterEach
  final void stopServer() {
    opened.forEach(Destination::close);
    server.close();
  }

  /** A destination that reaches the tool; private addresses allowed. */
  protected abstract Destination connect(Tool tool);

  protected abstract Set<Capability> capabilities();

  /**
   * A payload as a mapping would render it.
   *
   * @param text JSON that the record carries somewhere as it is
   */
  protected abstract String payload(String key, String text);

  /** How the tool says that it took everything in the request. */
  protected abstract Behaviour accepts(Received request);

  /** How the tool says that it took all but the record at this place; only with results. */
  protected abstract Behaviour refuses(Received request, int index);

  /** How the tool says that a record to be deleted is not there. */
  protected abstract Behaviour missing(Received request);

  @Test
  void outcomes_match_the_batch_in_order_and_count() {
    Batch batch = added(several());

    Answer answer = destination().deliver(batch);

    assertThat(answer.outcomes()).hasSize(batch.size()).containsOnly(Outcome.ACCEPTED);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void a_refused_record_does_not_cost_its_neighbours() {
    if (!capabilities().contains(Capability.RESULT_PER_RECORD)) {
      return;
    }
    server.script(request -> refuses(request, 1));

    Answer answer = destination().deliver(added(3));

    assertThat(answer.outcomes().get(0)).isEqualTo(Outcome.ACCEPTED);
    assertThat(failure(answer, 1).scope()).isEqualTo(Scope.RECORD);
    assertThat(answer.outcomes().get(1)).isInstanceOf(Outcome.Rejected.class);
    assertThat(answer.outcomes().get(2)).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void a_refusal_of_the_whole_is_divided_only_where_that_is_declared() {
    server.script(request -> Behaviour.respond(422, "{\"error\":\"one of them is bad\"}"));
    Destination destination = destination();

    Answer ofSeveral = destination.deliver(added(several()));
    Answer ofOne = destination.deliver(added(1));

    boolean divided = several() > 1 && destination.action().atomicRefusal();
    assertThat(ofSeveral.outcomes())
        .hasSize(several())
        .allMatch(Outcome.Rejected.class::isInstance);
    assertThat(failure(ofSeveral, 0).scope()).isEqualTo(divided ? Scope.BATCH : Scope.RECORD);
    assertThat(failure(ofOne, 0).scope()).isEqualTo(Scope.RECORD);
    assertThat(failure(ofOne, 0).code()).isEqualTo(ErrorCode.FIELD_INVALID);
  }

  @Test
  void a_rate_limit_is_retryable_and_keeps_the_wait() {
    server.script(request -> Behaviour.respond(429, "slow down").with("Retry-After", "7"));

    Answer answer = destination().deliver(added(several()));

    assertThat(answer.outcomes()).allMatch(Outcome.Retryable.class::isInstance);
    assertThat(failure(answer, 0).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(failure(answer, 0).scope()).isEqualTo(Scope.DESTINATION);
    assertThat(failure(answer, 0).retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void an_expired_token_holds_the_destination_and_rejects_no_record() {
    server.script(request -> Behaviour.respond(401, "token expired"));

    Answer answer = destination().deliver(added(several()));

    assertThat(answer.outcomes()).allMatch(Outcome.Retryable.class::isInstance);
    assertThat(failure(answer, 0).code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
    assertThat(failure(answer, 0).scope()).isEqualTo(Scope.DESTINATION);
  }

  @Test
  void an_answer_that_does_not_come_in_time_is_unknown() {
    server.script(request -> new Behaviour.Silence());
    long began = System.nanoTime();

    Answer answer = destination(SHORT).deliver(added(several()));

    assertThat(answer.outcomes()).allMatch(Outcome.Unknown.class::isInstance);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SHORT_AND_SLACK);
  }

  @Test
  void a_body_that_drips_ends_at_the_deadline_and_is_unknown() {
    server.script(request -> new Behaviour.Drip(Duration.ofMillis(50)));
    long began = System.nanoTime();

    Answer answer = destination(SHORT).deliver(added(several()));

    assertThat(answer.outcomes()).allMatch(Outcome.Unknown.class::isInstance);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SHORT_AND_SLACK);
  }

  @Test
  void a_connection_that_breaks_after_sending_is_unknown() {
    server.script(request -> new Behaviour.HangUp());

    Answer answer = destination().deliver(added(several()));

    assertThat(answer.outcomes()).hasSize(several()).allMatch(Outcome.Unknown.class::isInstance);
  }

  @Test
  void an_answer_that_breaks_off_or_is_none_is_unknown() {
    Destination destination = destination();
    for (String bytes :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"resu",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"re",
            "HTTP/1.1 20",
            "SMTP ready\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(1 << 20) + "\r\n\r\n{}")) {
      server.script(request -> Behaviour.raw(bytes));

      Answer answer = destination.deliver(added(several()));

      assertThat(answer.outcomes()).hasSize(several()).allMatch(Outcome.Unknown.class::isInstance);
    }
  }

  @Test
  void a_success_without_results_confirms_nothing_where_results_are_due() {
    if (!capabilities().contains(Capability.RESULT_PER_RECORD)) {
      return;
    }
    Destination destination = destination();
    for (Behaviour nothing :
        List.of(
            Behaviour.respond(204, ""),
            Behaviour.respond(200, ""),
            Behaviour.respond(200, "<html>maintenance</html>"),
            Behaviour.respond(200, "{\"error\":\"down\"}"),
            Behaviour.respond(200, "{\"results\":[]}"))) {
      server.script(request -> nothing);

      Answer answer = destination.deliver(added(2));

      assertThat(answer.outcomes()).hasSize(2).allMatch(Outcome.Unknown.class::isInstance);
    }
  }

  @Test
  void a_server_error_after_sending_is_unknown() {
    for (int status : List.of(500, 502, 504)) {
      server.script(request -> Behaviour.respond(status, "oops"));

      Answer answer = destination().deliver(added(several()));

      assertThat(answer.outcomes()).allMatch(Outcome.Unknown.class::isInstance);
      assertThat(answer.status()).isEqualTo(status);
    }
  }

  @Test
  void a_refused_connection_is_retryable_and_about_the_destination() {
    Destination destination = connected(closedPort(), AMPLE);

    Answer answer = destination.deliver(added(several()));

    assertThat(answer.outcomes()).allMatch(Outcome.Retryable.class::isInstance);
    assertThat(failure(answer, 0).code()).isEqualTo(ErrorCode.DESTINATION_DOWN);
    assertThat(failure(answer, 0).scope()).isEqualTo(Scope.DESTINATION);
  }

  @Test
  void a_repeated_batch_carries_the_same_idempotency_key() {
    Destination destination = destination();

    destination.deliver(added(1));
    destination.deliver(added(1));
    destination.deliver(Batches.of(Kind.ADDED, List.of(payload("other", "1").getBytes(UTF_8))));

    List<String> keys =
        server.received().stream().map(it -> it.header("Idempotency-Key").orElse("")).toList();
    if (capabilities().contains(Capability.IDEMPOTENCY_KEY)) {
      assertThat(keys.get(0)).isNotEmpty().isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    } else {
      assertThat(keys).containsOnly("");
      assertThat(destination.action().level()).isNotEqualTo(DeliveryLevel.A);
    }
  }

  @Test
  void deleting_a_record_that_is_not_there_is_accepted() {
    server.script(this::missing);
    Batch deleted = Batches.of(Kind.DELETED, List.of(payload("gone", "null").getBytes(UTF_8)));

    Answer answer = destination().deliver(deleted);

    assertThat(answer.outcomes()).containsExactly(Outcome.ACCEPTED);
  }

  @Test
  void what_exceeds_the_action_is_refused_without_a_request() {
    Destination destination = destination();
    Action action = destination.action();
    String large = "\"" + "x".repeat(action.batchBytesMax()) + "\"";

    Answer tooMany = destination.deliver(added(action.batchRecordsMax() + 1));
    Answer tooLarge =
        destination.deliver(
            Batches.of(Kind.ADDED, List.of(payload("large", large).getBytes(UTF_8))));

    assertThat(failure(tooMany, 0).code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(failure(tooMany, 0).scope()).isEqualTo(Scope.BATCH);
    assertThat(tooMany.outcomes()).hasSize(action.batchRecordsMax() + 1);
    assertThat(failure(tooLarge, 0).code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(failure(tooLarge, 0).scope()).isEqualTo(Scope.RECORD);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void several_records_go_in_a_request_only_where_that_is_declared() {
    int max = destination().action().batchRecordsMax();

    if (capabilities().contains(Capability.SEVERAL_RECORDS)) {
      assertThat(max).isGreaterThan(1);
    } else {
      assertThat(max).isEqualTo(1);
    }
  }

  @Test
  void every_text_and_null_and_number_arrives_byte_for_byte() {
    Destination destination = destination();
    for (String value :
        List.of(
            "\"Zoë \uD83D\uDC69\u200D\uD83D\uDE80 \u202Eabc \uFEFF \\u0000 \\\" \\\\ \\n { [ ] }\"",
            "null",
            "9007199254740993",
            "12345678901234567890.12345678901234567890",
            "{\"a\":[1,{\"b\":\"]}\"}],\"id\":\"not the id\",\"properties\":{}}",
            "\"" + "long ".repeat(100_000) + "\"")) {
      destination.deliver(Batches.of(Kind.ADDED, List.of(payload("k", value).getBytes(UTF_8))));

      assertThat(server.received().getLast().text().contains(value))
          .as("arrived: %s", value.substring(0, Math.min(80, value.length())))
          .isTrue();
    }
  }

  @Test
  void no_secret_and_no_control_character_shows_in_any_message() {
    Destination destination = destination();
    var shown = new ArrayList<String>();
    for (int status : List.of(200, 302, 400, 401, 403, 409, 429, 500)) {
      server.script(
          request ->
              Behaviour.respond(status, "you sent " + request.headers() + "\u0007\u001b[31m\r\n")
                  .with("X-Request-Id", "r-1")
                  .with("Location", "/elsewhere"));

      shown.add(destination.deliver(added(several())).toString());
    }
    shown.add(connected(closedPort(), AMPLE).deliver(added(1)).toString());
    shown.add(destination.identity());
    shown.add(destination.toString());
    shown.add(destination.test().toString());

    assertThat(server.received().getFirst().headers().toString()).contains(SECRET);
    assertThat(String.join("\n", shown)).doesNotContain(SECRET).doesNotContain("\u0007", "\u001b");
  }

  @Test
  void their_words_are_kept_and_bounded() {
    server.script(request -> Behaviour.respond(400, "bad email " + "x".repeat(1 << 20)));

    Failure failure = failure(destination().deliver(added(1)), 0);

    assertThat(failure.theirs()).startsWith("bad email").hasSizeLessThan(Failure.THEIRS_MAX + 1);
  }

  @Test
  void a_huge_answer_is_not_read_to_its_end() {
    server.script(
        request ->
            new Behaviour.Raw(
                ("HTTP/1.1 500 Oops\r\nContent-Length: 5000000000\r\n\r\n" + "x".repeat(3 << 20))
                    .getBytes(UTF_8)));
    long began = System.nanoTime();

    Answer answer = destination().deliver(added(several()));

    assertThat(answer.outcomes()).allMatch(Outcome.Unknown.class::isInstance);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AMPLE);
  }

  @Test
  void a_redirect_is_never_followed() {
    try (ScriptedServer elsewhere = ScriptedServer.start()) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        String there = "http://127.0.0.1:" + elsewhere.port() + "/";
        server.script(request -> Behaviour.respond(status, "").with("Location", there));

        Answer answer = destination().deliver(added(several()));

        assertThat(answer.outcomes()).allMatch(Outcome.Retryable.class::isInstance);
        assertThat(failure(answer, 0).code()).isEqualTo(ErrorCode.DESTINATION_CONFIG);
        assertThat(failure(answer, 0).scope()).isEqualTo(Scope.DESTINATION);
      }
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void eight_threads_at_once_each_get_their_own_answer() throws InterruptedException {
    Destination destination = destination();
    var answers = new ConcurrentLinkedQueue<Answer>();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 8; t++) {
      String name = "thread-" + t;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 25; i++) {
                      byte[] payload = payload(name + "-" + i, "1").getBytes(UTF_8);
                      answers.add(destination.deliver(Batches.of(Kind.ADDED, List.of(payload))));
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(answers).hasSize(200);
    assertThat(answers).allMatch(it -> it.outcomes().equals(List.of(Outcome.ACCEPTED)));
    assertThat(server.received()).hasSize(200);
  }

  @Test
  void two_connections_to_one_place_have_one_identity() {
    assertThat(destination().identity()).isEqualTo(destination().identity()).isNotBlank();
  }

  @Test
  void testing_the_connection_sends_no_request() {
    List<TestStep> steps = destination().test();

    assertThat(steps).isNotEmpty().allMatch(it -> it.result() == TestStep.Result.PASSED);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void testing_a_closed_port_says_which_step_failed() {
    List<TestStep> steps = connected(closedPort(), AMPLE).test();

    assertThat(steps)
        .anyMatch(it -> it.result() == TestStep.Result.FAILED && !it.remedy().isEmpty());
  }

  private int several() {
    return capabilities().contains(Capability.SEVERAL_RECORDS) ? 5 : 1;
  }

  private Destination destination() {
    return destination(AMPLE);
  }

  private Destination destination(Duration timeout) {
    return connected(server.port(), timeout);
  }

  private Destination connected(int port, Duration timeout) {
    Destination destination = connect(new Tool(port, SECRET, timeout));
    opened.add(destination);
    return destination;
  }

  private Batch added(int records) {
    var payloads = new ArrayList<byte[]>();
    for (int i = 0; i < records; i++) {
      payloads.add(payload("key-" + i, "\"value " + i + "\"").getBytes(UTF_8));
    }
    return Batches.of(Kind.ADDED, Collections.unmodifiableList(payloads));
  }

  private static Failure failure(Answer answer, int index) {
    return switch (answer.outcomes().get(index)) {
      case Outcome.Retryable(Failure failure) -> failure;
      case Outcome.Rejected(Failure failure) -> failure;
      case Outcome.Unknown(Failure failure) -> failure;
      case Outcome.Accepted _ -> throw new AssertionError("The record was accepted.");
      case Outcome.Skipped _ -> throw new AssertionError("The record was skipped.");
    };
  }

  private static int closedPort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }
}
