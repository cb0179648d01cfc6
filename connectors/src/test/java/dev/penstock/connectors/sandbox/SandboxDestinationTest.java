package dev.penstock.connectors.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.http.WebAddress;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.testkit.destination.Batches;
import dev.penstock.testkit.destination.Behaviour;
import dev.penstock.testkit.destination.ScriptedServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxDestinationTest {
  private final ScriptedServer server = ScriptedServer.start();
  private SandboxDestination destination;

  @BeforeEach
  void connect() {
    var address = WebAddress.of("http://127.0.0.1:" + server.port() + "/", true);
    destination =
        new SandboxDestination(SandboxSettings.of(address, "contacts"), InstantSource.system());
  }

  @AfterEach
  void stop() {
    destination.close();
    server.close();
  }

  @Test
  void records_are_sent_with_id_properties_and_change() {
    server.script(request -> results(ok("\"a\""), ok("\"7\"")));
    Batch batch =
        batch(
            Kind.ADDED,
            "{\"id\":\"a\",\"properties\":{\"id\":\"x\",\"n\":[1,\"}\\\"\"]}}",
            " { \"properties\" : {\"n\":null} , \"id\" : 7 } ");

    List<Outcome> outcomes = destination.deliver(batch).outcomes();

    String first = batch.records().get(0).change().toString();
    String second = batch.records().get(1).change().toString();
    assertThat(outcomes).containsExactly(Outcome.ACCEPTED, Outcome.ACCEPTED);
    assertThat(server.received().getFirst().target()).isEqualTo("/objects/contacts/batch");
    assertThat(server.received().getFirst().text())
        .isEqualTo(
            "{\"records\":[{\"id\":\"a\",\"op\":\"upsert\",\"change\":\""
                + first
                + "\",\"key\":\""
                + first
                + "\",\"data\":{\"id\":\"x\",\"n\":[1,\"}\\\"\"]}},"
                + "{\"id\":7,\"op\":\"upsert\",\"change\":\""
                + second
                + "\",\"key\":\""
                + second
                + "\",\"data\":{\"n\":null}}]}");
  }

  @Test
  void a_delete_carries_the_id_and_no_data() {
    server.script(request -> results(ok("\"a\"")));
    Batch batch = batch(Kind.DELETED, "{\"id\":\"a\",\"properties\":{\"email\":null}}");

    assertThat(destination.deliver(batch).outcomes()).containsExactly(Outcome.ACCEPTED);
    assertThat(server.received().getFirst().text())
        .contains("\"op\":\"delete\"")
        .doesNotContain("data", "email");
  }

  @Test
  void a_record_without_a_usable_id_is_rejected_and_the_others_are_sent() {
    server.script(request -> results(ok("\"b\"")));
    Batch batch =
        batch(Kind.ADDED, "{\"id\":null}", "{\"id\":\"b\",\"properties\":{}}", "{\"id\":{}}");

    List<Outcome> outcomes = destination.deliver(batch).outcomes();

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Rejected.class);
    assertThat(outcomes.get(1)).isEqualTo(Outcome.ACCEPTED);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Rejected.class);
    assertThat(failure(outcomes.get(0)).code()).isEqualTo(ErrorCode.MISSING_REQUIRED);
  }

  @Test
  void an_escaped_id_matches_its_answer() {
    server.script(request -> results(ok("\"\u00e9\\\"\"")));
    Batch batch = batch(Kind.ADDED, "{\"id\":\"\\u00e9\\\"\",\"properties\":{}}");

    assertThat(destination.deliver(batch).outcomes()).containsExactly(Outcome.ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"results\":[{\"id\":\"a\",\"status\":\"ok\"}]}",
        "{\"results\":[{\"id\":\"b\",\"status\":\"ok\"},{\"id\":\"a\",\"status\":\"ok\"}]}",
        "{\"results\":[{\"id\":\"a\",\"status\":\"ok\"},{\"id\":\"x\",\"status\":\"ok\"}]}",
        "{\"results\":[{\"id\":\"a\",\"status\":\"ok\"},{\"id\":\"b\",\"status\":\"ok\"},"
            + "{\"id\":\"c\",\"status\":\"ok\"}]}",
        "{\"results\":[{\"id\":\"a\",\"status\":\"ok\"},{\"id\":\"b\",\"status\":\"queued\"}]}",
        "{\"results\":[{\"status\":\"ok\"},{\"status\":\"ok\"}]}",
        "{\"results\":[{\"id\":\"a\",\"status\":\"ok\"},{\"id\":\"b\",\"status\":\"ok\"}]",
        "{\"results\":[{\"id\":\"a\",\"status\":\"ok\"},{\"id\":\"b\",\"status\":\"ok\"}]} x",
        "{\"results\":[],\"results\":[{\"id\":\"a\",\"status\":\"ok\"},"
            + "{\"id\":\"b\",\"status\":\"ok\"}]}",
        "[{\"id\":\"a\",\"status\":\"ok\"},{\"id\":\"b\",\"status\":\"ok\"}]",
        "{\"results\":{\"a\":\"ok\",\"b\":\"ok\"}}",
        "null",
        "",
        "<html>",
      })
  void an_answer_that_is_not_exactly_about_the_records_is_unknown_for_all(String body) {
    server.script(request -> Behaviour.respond(200, body));

    List<Outcome> outcomes = destination.deliver(twoRecords()).outcomes();

    assertThat(outcomes).hasSize(2).allMatch(Outcome.Unknown.class::isInstance);
  }

  @Test
  void more_in_the_answer_than_we_ask_for_is_no_fault() {
    String body =
        "{\"took\":[1,{\"a\":2}],\"results\":[{\"id\":\"a\",\"status\":\"ok\",\"links\":{\"id\":\"z\"}},"
            + "{\"id\":\"b\",\"status\":\"ok\",\"code\":null}],\"next\":null}";
    server.script(request -> Behaviour.respond(200, body));

    assertThat(destination.deliver(twoRecords()).outcomes()).containsOnly(Outcome.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_field,   FIELD_INVALID,     RECORD, REJECTED",
    "required,        MISSING_REQUIRED,  RECORD, REJECTED",
    "duplicate,       DUPLICATE,         RECORD, REJECTED",
    "locked,          RECORD_LOCKED,     RECORD, RETRYABLE",
    "forbidden_field, FIELD_FORBIDDEN,   RECORD, REJECTED",
    "too_large,       PAYLOAD_TOO_LARGE, RECORD, REJECTED",
    "not_found,       UNCLASSIFIED,      RECORD, REJECTED",
    "what_is_this,    UNCLASSIFIED,      RECORD, REJECTED",
    "rate_limited,    RATE_LIMITED,      DESTINATION, RETRYABLE",
  })
  void each_code_means_what_the_table_says(
      String theirs, ErrorCode code, Scope scope, String verdict) {
    server.script(request -> results(ok("\"a\""), error("b", theirs)));

    Outcome outcome = destination.deliver(twoRecords()).outcomes().get(1);

    Failure failure = failure(outcome);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.scope()).isEqualTo(scope);
    assertThat(failure.field()).contains("email");
    assertThat(failure.theirs()).isEqualTo(theirs + ": No.");
    assertThat(outcome instanceof Outcome.Retryable).isEqualTo(verdict.equals("RETRYABLE"));
  }

  @Test
  void a_wrong_url_is_not_taken_for_a_missing_record() {
    server.script(request -> Behaviour.respond(404, "unknown path"));

    Outcome outcome = destination.deliver(batch(Kind.DELETED, "{\"id\":\"a\"}")).outcomes().get(0);

    assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
    assertThat(failure(outcome).code()).isEqualTo(ErrorCode.DESTINATION_CONFIG);
  }

  @Test
  void its_identity_names_place_and_object() {
    assertThat(destination.identity())
        .isEqualTo("http://127.0.0.1:" + server.port() + "/objects/contacts");
  }

  private static Batch twoRecords() {
    return batch(
        Kind.ADDED, "{\"id\":\"a\",\"properties\":{}}", "{\"id\":\"b\",\"properties\":{}}");
  }

  private static String ok(String id) {
    return "{\"id\":" + id + ",\"status\":\"ok\"}";
  }

  private static String error(String id, String code) {
    return "{\"id\":\""
        + id
        + "\",\"status\":\"error\",\"code\":\""
        + code
        + "\",\"message\":\"No.\",\"field\":\"email\"}";
  }

  private static Behaviour results(String... results) {
    return Behaviour.respond(200, "{\"results\":[" + String.join(",", results) + "]}");
  }

  private static Failure failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Retryable(Failure failure) -> failure;
      case Outcome.Rejected(Failure failure) -> failure;
      case Outcome.Unknown(Failure failure) -> failure;
      case Outcome.Accepted _ -> throw new AssertionError("accepted");
      case Outcome.Skipped _ -> throw new AssertionError("skipped");
    };
  }

  private static Batch batch(Kind kind, String... payloads) {
    var list = new ArrayList<byte[]>();
    for (String payload : payloads) {
      list.add(payload.getBytes(UTF_8));
    }
    return Batches.of(kind, list);
  }
}
