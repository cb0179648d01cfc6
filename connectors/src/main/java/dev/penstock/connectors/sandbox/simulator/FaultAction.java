package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way in which a destination misbehaves. An action that has nothing to do for a request (a
 * quota not yet used up, a field that is not there) leaves it to the next rule.
 */
public sealed interface FaultAction {

  /** {@code status}: answers this and applies nothing. */
  record Answer(
      int status, String body, Map<String, String> headers, Optional<RetryAfter> retryAfter)
      implements FaultAction {
    /** Copies the headers. */
    public Answer {
      headers = Map.copyOf(headers);
    }
  }

  /** {@code per_record}: refuses the records that a pattern names, applies the others. */
  record PerRecord(List<RecordAnswer> answers) implements FaultAction {
    /** Copies the list. */
    public PerRecord {
      answers = List.copyOf(answers);
    }
  }

  /**
   * What {@code per_record} answers for keys that fit; the status is for single-record requests.
   */
  record RecordAnswer(Glob key, int status, String code, String message, String field) {}

  /** {@code delay}: waits, then goes on as usual. */
  record Delay(Duration by) implements FaultAction {}

  /** {@code drip}: applies, then sends the answer's body one byte at a time. */
  record Drip(Duration every, int bytes) implements FaultAction {}

  /** {@code apply_then_drop}: applies, then closes the connection without an answer. */
  record ApplyThenDrop() implements FaultAction {}

  /** {@code drop_before_apply}: closes the connection and applies nothing. */
  record DropBeforeApply() implements FaultAction {}

  /** {@code late_apply}: closes the connection now and applies later. */
  record LateApply(Duration after) implements FaultAction {}

  /** {@code duplicate_apply}: applies twice, as a destination with a queue behind it may. */
  record DuplicateApply() implements FaultAction {}

  /** {@code reset}: resets the connection (RST) instead of answering. */
  record Reset(boolean applied) implements FaultAction {}

  /** {@code half_close}: closes its own direction instead of answering and goes on reading. */
  record HalfClose(boolean applied) implements FaultAction {}

  /** {@code redirect}: answers with a Location and applies nothing. */
  record Redirect(String location, int status) implements FaultAction {}

  /** {@code retry_after}: answers 429 with that header and applies nothing. */
  record Throttle(RetryAfter retryAfter) implements FaultAction {}

  /**
   * {@code quota}: takes so many requests (or records) per window, answers 429 with the seconds
   * left to the others. The first window starts with the first request, or at midnight UTC where it
   * is {@code daily}. A quota of requests says on every answer how much of it is left.
   */
  record Quota(int amount, boolean countsRecords, Duration per, boolean daily)
      implements FaultAction {}

  /**
   * {@code unauthorized_until_refresh}: answers 401 until a token was fetched from {@code
   * /oauth/token} and is used, or {@code /_sim/refresh} was called.
   */
  record UnauthorizedUntilRefresh() implements FaultAction {}

  /** {@code forbidden_field}: refuses records that carry this member with 403. */
  record ForbiddenField(String field) implements FaultAction {}

  /** {@code too_large}: answers 413 to bodies with more bytes or more records. */
  record TooLarge(long bytes, int records) implements FaultAction {}

  /** {@code reject_batch_if_contains}: refuses the whole request when a key fits the pattern. */
  record RejectBatch(Glob key, int status) implements FaultAction {}

  /** {@code lock_error}: refuses records with 409 at this probability. */
  record LockError(double probability) implements FaultAction {}

  /** {@code new_required_field}: from a time on, refuses records without this member. */
  record NewRequiredField(Duration at, String name) implements FaultAction {}

  /** {@code type_change}: from a time on, refuses records whose member is of another type. */
  record TypeChange(Duration at, String field, MemberType type) implements FaultAction {}

  /** {@code ok_with_error_body}: says 200, means no, applies nothing. */
  record OkWithErrorBody(String body) implements FaultAction {}

  /** {@code ok_html}: a login page with status 200; nothing is applied. */
  record OkHtml() implements FaultAction {}

  /** {@code truncated_json}: applies, then answers the first half of the JSON. */
  record TruncatedJson() implements FaultAction {}

  /** {@code gzip_bomb}: applies, then answers with gzip that unpacks to that size. */
  record GzipBomb(int megabytes) implements FaultAction {}

  /** {@code wrong_length}: applies, then answers with a Content-Length that is off by this. */
  record WrongLength(int by) implements FaultAction {}

  /** {@code wrong_results}: applies, then answers about other records than were sent. */
  record WrongResults(ResultList list) implements FaultAction {}

  /** {@code latency}: waits base, plus slope for each concurrent request beyond the knee. */
  record Latency(Duration base, int knee, Duration slope) implements FaultAction {}

  /** {@code maintenance}: answers 503 between two times. */
  record Maintenance(Duration from, Duration to) implements FaultAction {}

  /** {@code gone}: answers 410. */
  record Gone() implements FaultAction {}
}
