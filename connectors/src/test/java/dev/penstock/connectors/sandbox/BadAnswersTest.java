package dev.penstock.connectors.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.http.Asked;
import dev.penstock.connectors.http.Classifier;
import dev.penstock.connectors.http.EgressGuard;
import dev.penstock.connectors.http.EgressRules;
import dev.penstock.connectors.http.ErrorTable;
import dev.penstock.connectors.http.HttpCall;
import dev.penstock.connectors.http.HttpLimits;
import dev.penstock.connectors.http.HttpSender;
import dev.penstock.connectors.http.RequestBody;
import dev.penstock.connectors.http.TheirWords;
import dev.penstock.connectors.http.TlsTrust;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.testkit.destination.Batches;
import dev.penstock.testkit.destination.Behaviour;
import dev.penstock.testkit.destination.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers as no server should give them, and what becomes of the two records that were sent: where
 * each record has a result of its own, and where the status alone decides as for a webhook.
 */
@Timeout(60)
class BadAnswersTest {
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final String A = "{\"id\":\"a\",\"status\":\"ok\"}";
  private static final String B = "{\"id\":\"b\",\"status\":\"ok\"}";
  private static final String GOOD = "{\"results\":[" + A + "," + B + "]}";

  private final ScriptedServer server = ScriptedServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        row("a good one", Behaviour.respond(200, GOOD), "ACCEPTED", "ACCEPTED"),
        row("HTML", html(200), "AMBIGUOUS", "ACCEPTED"),
        row("HTML 502 of a proxy", html(502), "DESTINATION_DOWN", "DESTINATION_DOWN"),
        row("204 without a body", Behaviour.respond(204, ""), "AMBIGUOUS", "ACCEPTED"),
        row("200 without a body", Behaviour.respond(200, ""), "AMBIGUOUS", "ACCEPTED"),
        row("HTTP/1.0, ends by closing", http10(GOOD), "ACCEPTED", "ACCEPTED"),
        row("HTTP/1.0, JSON cut off", http10(GOOD.substring(0, 40)), "AMBIGUOUS", "ACCEPTED"),
        row("JSON cut off", Behaviour.respond(200, GOOD.substring(0, 40)), "AMBIGUOUS", "ACCEPTED"),
        row("more JSON behind it", Behaviour.respond(200, GOOD + "{}"), "AMBIGUOUS", "ACCEPTED"),
        row("shorter than announced", announced(GOOD.length() + 9, GOOD), "AMBIGUOUS", "AMBIGUOUS"),
        row("100 MB", announced(100 << 20, " ".repeat(2 << 20)), "AMBIGUOUS", "ACCEPTED"),
        row("100 MB of a refusal", refused(" ".repeat(2 << 20)), "FIELD_INVALID", "FIELD_INVALID"),
        row("gzip bomb", bomb(200), "AMBIGUOUS", "ACCEPTED"),
        row("gzip bomb of a refusal", bomb(400), "FIELD_INVALID", "FIELD_INVALID"),
        row("Latin-1 for UTF-8", bytes(latin()), "AMBIGUOUS", "ACCEPTED"),
        row("UTF-16", bytes(GOOD.getBytes(UTF_16LE)), "ACCEPTED", "ACCEPTED"),
        row("header of 1 MB", header("x".repeat(1 << 20)), "AMBIGUOUS", "AMBIGUOUS"),
        row("a thousand headers", header("x\r\nY: y".repeat(1000)), "AMBIGUOUS", "AMBIGUOUS"),
        row("no HTTP", Behaviour.raw("220 mail.example ESMTP\r\n"), "AMBIGUOUS", "AMBIGUOUS"),
        row("a result too few", results(A), "AMBIGUOUS", "ACCEPTED"),
        row("a result too many", results(A, B, B), "AMBIGUOUS", "ACCEPTED"),
        row("results in another order", results(B, A), "AMBIGUOUS", "ACCEPTED"),
        row("results of another", results(A, B.replace("\"b\"", "\"z\"")), "AMBIGUOUS", "ACCEPTED"),
        row("a result twice", results(A, A), "AMBIGUOUS", "ACCEPTED"),
        row("results without ids", results("{\"status\":\"ok\"}", B), "AMBIGUOUS", "ACCEPTED"),
        row("silence of a hang-up", new Behaviour.HangUp(), "AMBIGUOUS", "AMBIGUOUS"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void a_bad_answer_never_makes_a_record_delivered_that_it_does_not_speak_of(
      String name, Behaviour behaviour, String byRecord, String byStatus) {
    server.script(request -> behaviour);

    assertThat(sandbox()).as(name).containsExactly(byRecord, byRecord);
    assertThat(byStatus()).as(name).isEqualTo(byStatus);
  }

  private List<String> sandbox() {
    var settings = SandboxSettings.of(address(), "contacts");
    try (var destination = new SandboxDestination(settings, InstantSource.system())) {
      return destination.deliver(twoRecords()).outcomes().stream()
          .map(BadAnswersTest::word)
          .toList();
    }
  }

  private String byStatus() {
    var classifier =
        new Classifier(ErrorTable.common(), new TheirWords(List.of()), InstantSource.system());
    try (var sender =
        new HttpSender(
            HttpLimits.of(1, AMPLE), new EgressGuard(EgressRules.PRIVATE_TOO), TlsTrust.system())) {
      var call = new HttpCall("POST", address(), List.of(), RequestBody.payloads(twoRecords()));
      return word(classifier.outcome(new Asked(Kind.ADDED, 2, true), sender.send(call)));
    }
  }

  private WebAddress address() {
    return WebAddress.of("http://127.0.0.1:" + server.port() + "/", true);
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "ACCEPTED";
      case Outcome.Skipped _ -> "SKIPPED";
      case Outcome.Retryable(var failure) -> failure.code().name();
      case Outcome.Rejected(var failure) -> failure.code().name();
      case Outcome.Unknown(var failure) -> failure.code().name();
    };
  }

  private static Batch twoRecords() {
    return Batches.of(
        Kind.ADDED,
        List.of(
            "{\"id\":\"a\",\"properties\":{}}".getBytes(UTF_8),
            "{\"id\":\"b\",\"properties\":{}}".getBytes(UTF_8)));
  }

  private static Arguments row(String name, Behaviour behaviour, String byRecord, String byStatus) {
    return Arguments.of(name, behaviour, byRecord, byStatus);
  }

  private static Behaviour html(int status) {
    return Behaviour.respond(status, "<!doctype html><p>Sign in").with("Content-Type", "text/html");
  }

  private static Behaviour results(String... results) {
    return Behaviour.respond(200, "{\"results\":[" + String.join(",", results) + "]}");
  }

  private static Behaviour http10(String body) {
    return Behaviour.raw("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + body);
  }

  private static Behaviour announced(int length, String body) {
    return Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body);
  }

  private static Behaviour refused(String body) {
    return Behaviour.raw("HTTP/1.1 422 No\r\nContent-Length: 104857600\r\n\r\n" + body);
  }

  private static Behaviour header(String value) {
    return Behaviour.raw("HTTP/1.1 200 OK\r\nX: " + value + "\r\nContent-Length: 0\r\n\r\n");
  }

  private static Behaviour bytes(byte[] body) {
    return new Behaviour.Respond(200, Map.of("Content-Type", "application/json"), body);
  }

  private static byte[] latin() {
    return GOOD.replace("\"ok\"", "\"ok\",\"message\":\"\u00e9\"").getBytes(ISO_8859_1);
  }

  /** A hundred megabytes of nothing in a hundred kilobytes. */
  private static Behaviour bomb(int status) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        gzip.write(zeros);
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return new Behaviour.Respond(status, Map.of("Content-Encoding", "gzip"), packed.toByteArray());
  }
}
