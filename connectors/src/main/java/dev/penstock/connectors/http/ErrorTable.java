package dev.penstock.connectors.http;

import static dev.penstock.connectors.http.Classification.hold;
import static dev.penstock.connectors.http.Classification.later;
import static dev.penstock.connectors.http.Classification.refused;
import static dev.penstock.connectors.http.Classification.unclear;

import dev.penstock.engine.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What HTTP statuses mean, as rows; the first row that fits decides. A connector puts its own rows
 * before the common ones. Statuses after RFC 9110 and RFC 6585. Immutable.
 */
public final class ErrorTable {
  /** What has to be seen besides the status. */
  public enum When {
    ALWAYS,
    /** The request deletes one record, so that a missing one is what was wanted. */
    DELETES_ONE,
    /** The answer speaks of a lock or of the same key being worked on. */
    SAYS_LOCKED,
    /** The answer asks to come back later, so the request was turned away, not broken off. */
    ASKS_TO_WAIT,
    /** Its words, or a wait of more than an hour, say that what a day allows is used up. */
    SAYS_DAY_IS_USED_UP,
    /** The answer speaks of a field, so it is about the record and not about all of them. */
    SAYS_FIELD
  }

  /** One row: statuses from and to, inclusive. */
  public record Row(int from, int to, When when, Classification meaning) {}

  private static final int WORDS_READ = 2000;

  private static final Pattern LOCK =
      Pattern.compile(
          "(?<![a-z])(locked|lock|in[ _-]progress|concurrent|being[ _-]processed)(?![a-z])");

  /** Codes and sentences that vendors use for what a day or a month allows. */
  private static final Pattern DAY_IS_USED_UP =
      Pattern.compile(
          "daily[ _-]?(limit|quota|allowance|request|api|call)|(limit|quota)[^.]{0,40}"
              + "(per|for (the|this|to))[ _-]?(day|month)|monthly[ _-]?(limit|quota|allowance)"
              + "|\"policyname\": ?\"daily\"|request_limit_exceeded");

  private static final Pattern FIELD =
      Pattern.compile(
          "(?<![a-z])(fields?|propert(y|ies)|attributes?|columns?|read[ _-]?only)(?![a-z])");

  private static final ErrorTable COMMON =
      new ErrorTable(
          List.of(
              row(200, 299, Classification.accepted()),
              row(300, 399, hold(ErrorCode.DESTINATION_CONFIG)),
              row(404, When.DELETES_ONE, Classification.accepted()),
              row(410, When.DELETES_ONE, Classification.accepted()),
              row(409, When.SAYS_LOCKED, later(ErrorCode.RECORD_LOCKED)),
              row(403, When.SAYS_DAY_IS_USED_UP, hold(ErrorCode.QUOTA_EXHAUSTED)),
              row(403, When.SAYS_FIELD, refused(ErrorCode.FIELD_FORBIDDEN)),
              row(429, When.SAYS_DAY_IS_USED_UP, hold(ErrorCode.QUOTA_EXHAUSTED)),
              row(503, When.ASKS_TO_WAIT, hold(ErrorCode.DESTINATION_DOWN)),
              row(400, refused(ErrorCode.FIELD_INVALID)),
              row(401, hold(ErrorCode.AUTH_EXPIRED)),
              row(402, 403, hold(ErrorCode.AUTH_FORBIDDEN)),
              row(404, refused(ErrorCode.FIELD_INVALID)),
              row(405, 407, hold(ErrorCode.DESTINATION_CONFIG)),
              row(408, unclear(ErrorCode.DESTINATION_DOWN)),
              row(409, refused(ErrorCode.DUPLICATE)),
              row(410, hold(ErrorCode.DESTINATION_GONE)),
              row(411, hold(ErrorCode.DESTINATION_CONFIG)),
              row(412, refused(ErrorCode.UNCLASSIFIED)),
              row(413, refused(ErrorCode.PAYLOAD_TOO_LARGE)),
              row(414, 417, hold(ErrorCode.DESTINATION_CONFIG)),
              row(421, hold(ErrorCode.DESTINATION_CONFIG)),
              row(422, refused(ErrorCode.FIELD_INVALID)),
              row(423, later(ErrorCode.RECORD_LOCKED)),
              row(425, hold(ErrorCode.DESTINATION_DOWN)),
              row(426, hold(ErrorCode.DESTINATION_CONFIG)),
              row(429, hold(ErrorCode.RATE_LIMITED)),
              row(431, hold(ErrorCode.DESTINATION_CONFIG)),
              row(400, 499, refused(ErrorCode.UNCLASSIFIED)),
              row(501, hold(ErrorCode.DESTINATION_CONFIG)),
              row(505, hold(ErrorCode.DESTINATION_CONFIG)),
              row(511, hold(ErrorCode.DESTINATION_CONFIG)),
              row(500, 599, unclear(ErrorCode.DESTINATION_DOWN))));

  private final List<Row> rows;

  private ErrorTable(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /** What statuses mean where a tool has no rules of its own. */
  public static ErrorTable common() {
    return COMMON;
  }

  public static Row row(int status, Classification meaning) {
    return new Row(status, status, When.ALWAYS, meaning);
  }

  public static Row row(int from, int to, Classification meaning) {
    return new Row(from, to, When.ALWAYS, meaning);
  }

  public static Row row(int status, When when, Classification meaning) {
    return new Row(status, status, when, meaning);
  }

  /** This table with rows that decide before it. */
  public ErrorTable after(Row... first) {
    var more = new ArrayList<>(List.of(first));
    more.addAll(rows);
    return new ErrorTable(more);
  }

  public List<Row> rows() {
    return rows;
  }

  /**
   * What an answer means. A status that no server may send says nothing about the record.
   *
   * @param asksForHours whether it asks to wait for more than an hour
   */
  Classification of(Asked asked, Reply.Answered answer, boolean asksForHours) {
    for (Row row : rows) {
      if (answer.status() >= row.from()
          && answer.status() <= row.to()
          && holds(row.when(), asked, answer, asksForHours)) {
        return row.meaning();
      }
    }
    return unclear(ErrorCode.DESTINATION_DOWN);
  }

  private static boolean holds(
      When when, Asked asked, Reply.Answered answer, boolean asksForHours) {
    return switch (when) {
      case ALWAYS -> true;
      case DELETES_ONE -> asked.deletesOne();
      case SAYS_LOCKED ->
          answer.header("Retry-After").isPresent() || LOCK.matcher(words(answer)).find();
      case ASKS_TO_WAIT -> answer.header("Retry-After").isPresent();
      case SAYS_DAY_IS_USED_UP ->
          (answer.status() == 429 && asksForHours) || DAY_IS_USED_UP.matcher(words(answer)).find();
      case SAYS_FIELD -> FIELD.matcher(words(answer)).find();
    };
  }

  private static String words(Reply.Answered answer) {
    int length = Math.min(answer.body().length, WORDS_READ);
    return new String(answer.body(), 0, length, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
  }
}
