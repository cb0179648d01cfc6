package dev.penstock.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.HeaderGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTableTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Classifier CLASSIFIER =
      new Classifier(ErrorTable.common(), new TheirWords(List.of()), InstantSource.fixed(NOW));
  private static final Asked ONE = new Asked(Kind.ADDED, 1, true);
  private static final Asked MANY = new Asked(Kind.ADDED, 100, true);
  private static final Asked MANY_NOT_ATOMIC = new Asked(Kind.ADDED, 100, false);
  private static final Asked DELETE_ONE = new Asked(Kind.DELETED, 1, true);
  private static final Asked DELETE_MANY = new Asked(Kind.DELETED, 100, true);

  @ParameterizedTest
  @CsvSource({
    "300, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "302, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "399, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "400, REJECTED,  FIELD_INVALID,      RECORD",
    "401, RETRYABLE, AUTH_EXPIRED,       DESTINATION",
    "402, RETRYABLE, AUTH_FORBIDDEN,     DESTINATION",
    "403, RETRYABLE, AUTH_FORBIDDEN,     DESTINATION",
    "404, REJECTED,  FIELD_INVALID,      RECORD",
    "405, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "406, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "407, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "408, UNKNOWN,   DESTINATION_DOWN,   DESTINATION",
    "409, REJECTED,  DUPLICATE,          RECORD",
    "410, RETRYABLE, DESTINATION_GONE,   DESTINATION",
    "411, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "412, REJECTED,  UNCLASSIFIED,       RECORD",
    "413, REJECTED,  PAYLOAD_TOO_LARGE,  RECORD",
    "415, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "418, REJECTED,  UNCLASSIFIED,       RECORD",
    "421, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "422, REJECTED,  FIELD_INVALID,      RECORD",
    "423, RETRYABLE, RECORD_LOCKED,      RECORD",
    "425, RETRYABLE, DESTINATION_DOWN,   DESTINATION",
    "426, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "429, RETRYABLE, RATE_LIMITED,       DESTINATION",
    "431, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "500, UNKNOWN,   DESTINATION_DOWN,   DESTINATION",
    "501, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "502, UNKNOWN,   DESTINATION_DOWN,   DESTINATION",
    "503, UNKNOWN,   DESTINATION_DOWN,   DESTINATION",
    "504, UNKNOWN,   DESTINATION_DOWN,   DESTINATION",
    "505, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "511, RETRYABLE, DESTINATION_CONFIG, DESTINATION",
    "599, UNKNOWN,   DESTINATION_DOWN,   DESTINATION",
    "700, UNKNOWN,   DESTINATION_DOWN,   DESTINATION",
  })
  void each_status_means_what_the_table_says(
      int status, Classification.Verdict verdict, ErrorCode code, Scope scope) {
    Outcome outcome = CLASSIFIER.outcome(ONE, answer(status, "words", Map.of()));

    assertThat(verdict(outcome)).isEqualTo(verdict);
    assertThat(failure(outcome).code()).isEqualTo(code);
    assertThat(failure(outcome).scope()).isEqualTo(scope);
    assertThat(failure(outcome).status()).isEqualTo(status);
    assertThat(failure(outcome).theirs()).isEqualTo("words");
  }

  @Test
  void every_success_accepts_unless_its_body_broke_off_or_the_request_was_not_sent_whole() {
    for (int status : List.of(200, 201, 202, 204, 207, 299)) {
      assertThat(CLASSIFIER.outcome(MANY, answer(status, "", Map.of())))
          .isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(CLASSIFIER.outcome(ONE, answer(Reply.Ending.BOUNDED, true)))
        .isEqualTo(Outcome.ACCEPTED);
    assertThat(CLASSIFIER.outcome(ONE, answer(Reply.Ending.BROKEN, true)))
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(CLASSIFIER.outcome(ONE, answer(Reply.Ending.COMPLETE, false)))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "409", "412", "413", "418", "422"})
  void a_refused_batch_is_of_batch_scope_so_that_it_can_be_divided(int status) {
    Outcome atomic = CLASSIFIER.outcome(MANY, answer(status, "", Map.of()));
    Outcome notAtomic = CLASSIFIER.outcome(MANY_NOT_ATOMIC, answer(status, "", Map.of()));

    assertThat(failure(atomic).scope()).isEqualTo(Scope.BATCH);
    assertThat(failure(notAtomic).scope()).isEqualTo(status == 413 ? Scope.BATCH : Scope.RECORD);
  }

  @Test
  void deleting_one_record_that_is_not_there_is_accepted_and_nothing_else_is() {
    for (int status : List.of(404, 410)) {
      assertThat(CLASSIFIER.outcome(DELETE_ONE, answer(status, "", Map.of())))
          .isEqualTo(Outcome.ACCEPTED);
      assertThat(CLASSIFIER.outcome(DELETE_MANY, answer(status, "", Map.of())))
          .isNotEqualTo(Outcome.ACCEPTED);
      assertThat(CLASSIFIER.outcome(ONE, answer(status, "", Map.of())))
          .isNotEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void a_conflict_that_speaks_of_a_lock_is_tried_again() {
    for (String words :
        List.of("Record is LOCKED", "key in progress", "{\"code\":\"request_in_progress\"}")) {
      Outcome outcome = CLASSIFIER.outcome(ONE, answer(409, words, Map.of()));
      assertThat(verdict(outcome)).isEqualTo(Classification.Verdict.RETRYABLE);
      assertThat(failure(outcome).code()).isEqualTo(ErrorCode.RECORD_LOCKED);
    }
    Outcome waits = CLASSIFIER.outcome(ONE, answer(409, "", Map.of("Retry-After", "1")));
    assertThat(failure(waits).code()).isEqualTo(ErrorCode.RECORD_LOCKED);
    Outcome duplicate = CLASSIFIER.outcome(ONE, answer(409, "blocked by unique key", Map.of()));
    assertThat(failure(duplicate).code()).isEqualTo(ErrorCode.DUPLICATE);
  }

  @Test
  void an_unavailable_server_that_says_when_to_come_back_turned_the_request_away() {
    Outcome outcome = CLASSIFIER.outcome(MANY, answer(503, "", Map.of("Retry-After", "30")));

    assertThat(verdict(outcome)).isEqualTo(Classification.Verdict.RETRYABLE);
    assertThat(failure(outcome).retryAfter()).contains(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "1 | 1",
        "120 | 120",
        "3600 | 3600",
        "999999999999 | 3600",
        "99999999999999999999999 | 0",
        "-5 | 0",
        "soon | 0",
        "1.5 | 0",
        "Sun, 01 Mar 2026 12:00:10 GMT | 10",
        "Sun, 01 Mar 2026 11:59:00 GMT | 0",
        "Mon, 01 Mar 2027 12:00:00 GMT | 3600",
        "Sunday, 01-Mar-26 12:00:10 GMT | 10",
        "Sun Mar  1 12:00:10 2026 | 10",
        "Mon, 01 Mar 2026 12:00:10 GMT | 0",
        "2026-03-01T12:00:10Z | 0",
      })
  void a_wait_is_seconds_or_a_date_and_garbage_and_the_past_are_ignored(String header, long s) {
    Optional<Duration> expected = s == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(s));

    Outcome outcome = CLASSIFIER.outcome(ONE, answer(429, "", Map.of("Retry-After", header)));

    assertThat(failure(outcome).retryAfter()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "429 | 7200 | slow down | QUOTA_EXHAUSTED | 3600",
        "429 | 3600 | slow down | RATE_LIMITED | 3600",
        "429 | Mon, 02 Mar 2026 00:00:00 GMT | slow down | QUOTA_EXHAUSTED | 3600",
        "429 | 60 | You have reached your daily limit. | QUOTA_EXHAUSTED | 60",
        "429 | x | {\"policyName\": \"DAILY\"} | QUOTA_EXHAUSTED | 900",
        "429 | x | {\"reason\":\"dailyLimitExceeded\"} | QUOTA_EXHAUSTED | 900",
        "429 | x | Monthly quota used up | QUOTA_EXHAUSTED | 900",
        "429 | x | Quota exceeded for requests per day | QUOTA_EXHAUSTED | 900",
        "403 | x | [{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\"}] | QUOTA_EXHAUSTED | 900",
        "429 | x | Quota exceeded: 60 write requests per minute per user | RATE_LIMITED | 0",
        "429 | x | Rate limit of 10 requests per second | RATE_LIMITED | 0",
        "403 | 7200 | not you | AUTH_FORBIDDEN | 3600",
        "503 | 7200 | closed today | DESTINATION_DOWN | 3600",
      })
  void a_used_up_day_is_told_from_too_many_requests_by_words_and_by_long_waits(
      int status, String after, String words, ErrorCode code, long seconds) {
    Outcome outcome = CLASSIFIER.outcome(MANY, answer(status, words, Map.of("Retry-After", after)));

    assertThat(verdict(outcome)).isEqualTo(Classification.Verdict.RETRYABLE);
    assertThat(failure(outcome).code()).isEqualTo(code);
    assertThat(failure(outcome).scope()).isEqualTo(Scope.DESTINATION);
    assertThat(failure(outcome).retryAfter().map(Duration::toSeconds).orElse(0L))
        .isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "You may not edit the field salary. | FIELD_FORBIDDEN | RECORD",
        "PROPERTY IS READ-ONLY | FIELD_FORBIDDEN | RECORD",
        "Your token lacks the scope contacts.write. | AUTH_FORBIDDEN | DESTINATION",
        "battlefield | AUTH_FORBIDDEN | DESTINATION",
      })
  void a_right_that_is_missing_for_a_field_is_the_record_s_fault_and_any_other_is_the_account_s(
      String words, ErrorCode code, Scope scope) {
    Outcome outcome = CLASSIFIER.outcome(ONE, answer(403, words, Map.of()));

    assertThat(failure(outcome).code()).isEqualTo(code);
    assertThat(failure(outcome).scope()).isEqualTo(scope);
  }

  @Test
  void a_redirect_says_where_it_leads_and_keeps_the_query_to_itself() {
    var words = new TheirWords(List.of(new Secret("tok-secret")));
    var classifier = new Classifier(ErrorTable.common(), words, InstantSource.fixed(NOW));
    String there = "https://tok-secret.example/v2/in?key=abc";

    Outcome outcome = classifier.outcome(ONE, answer(308, "moved", Map.of("Location", there)));

    assertThat(failure(outcome).code()).isEqualTo(ErrorCode.DESTINATION_CONFIG);
    assertThat(failure(outcome).theirs()).isEqualTo("redirects to https://***.example/v2/in moved");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Request-Id: a~CF-Ray: b | a",
        "Request-Id: a | a",
        "x-correlation-id: c | c",
        "CF-Ray: 8f-FRA | 8f-FRA",
        "X-Amzn-Trace-Id: Root=1-2 | Root=1-2",
        "X-Request-Id: ~CF-Ray: b | b",
        "Date: now | ''",
      })
  void a_request_has_the_name_that_the_other_side_gave_it(String headers, String id) {
    var all = new LinkedHashMap<String, String>();
    for (String line : headers.split("~", -1)) {
      int colon = line.indexOf(':');
      all.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    assertThat(RequestNames.requestId(answer(200, "", all))).isEqualTo(id);
  }

  @Test
  void what_is_of_destination_scope_is_never_rejected() {
    assertThat(ErrorTable.common().rows())
        .filteredOn(row -> row.meaning().scope() == Scope.DESTINATION)
        .noneMatch(row -> row.meaning().verdict() == Classification.Verdict.REJECTED);
    Failure tls = Failure.of(ErrorCode.TLS, "no trust");
    assertThat(CLASSIFIER.outcome(ONE, new Reply.NotSent(tls)))
        .isEqualTo(new Outcome.Retryable(tls));
    assertThat(CLASSIFIER.outcome(ONE, new Reply.NoAnswer("lost")))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void a_connector_s_own_rows_decide_first() {
    ErrorTable table =
        ErrorTable.common()
            .after(ErrorTable.row(403, Classification.refused(ErrorCode.FIELD_FORBIDDEN)));

    assertThat(table.of(ONE, answer(403, "", Map.of()), false).code())
        .isEqualTo(ErrorCode.FIELD_FORBIDDEN);
    assertThat(table.of(ONE, answer(404, "", Map.of()), false).code())
        .isEqualTo(ErrorCode.FIELD_INVALID);
  }

  private static Reply.Answered answer(int status, String body, Map<String, String> headers) {
    var group = new HeaderGroup();
    headers.forEach((name, value) -> group.addHeader(new BasicHeader(name, value)));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Reply.Answered(status, group, bytes, Reply.Ending.COMPLETE, true);
  }

  private static Reply.Answered answer(Reply.Ending ending, boolean sentWhole) {
    return new Reply.Answered(200, new HeaderGroup(), new byte[0], ending, sentWhole);
  }

  private static Classification.Verdict verdict(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> Classification.Verdict.ACCEPTED;
      case Outcome.Skipped _ -> Classification.Verdict.ACCEPTED;
      case Outcome.Retryable _ -> Classification.Verdict.RETRYABLE;
      case Outcome.Rejected _ -> Classification.Verdict.REJECTED;
      case Outcome.Unknown _ -> Classification.Verdict.UNKNOWN;
    };
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
}
