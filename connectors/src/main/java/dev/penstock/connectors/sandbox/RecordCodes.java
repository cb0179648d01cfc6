package dev.penstock.connectors.sandbox;

import static dev.penstock.connectors.http.Classification.hold;
import static dev.penstock.connectors.http.Classification.later;
import static dev.penstock.connectors.http.Classification.refused;
import static java.util.Map.entry;

import dev.penstock.connectors.http.Classification;
import dev.penstock.connectors.http.TheirWords;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import java.util.Map;

/** What the CRM's codes for single records mean. */
final class RecordCodes {
  static final Map<String, Classification> MEANINGS =
      Map.ofEntries(
          entry("invalid_field", refused(ErrorCode.FIELD_INVALID)),
          entry("invalid_type", refused(ErrorCode.TYPE_MISMATCH)),
          entry("required", refused(ErrorCode.MISSING_REQUIRED)),
          entry("missing_required", refused(ErrorCode.MISSING_REQUIRED)),
          entry("missing_id", refused(ErrorCode.MISSING_REQUIRED)),
          entry("duplicate", refused(ErrorCode.DUPLICATE)),
          entry("locked", later(ErrorCode.RECORD_LOCKED)),
          entry("forbidden_field", refused(ErrorCode.FIELD_FORBIDDEN)),
          entry("too_large", refused(ErrorCode.PAYLOAD_TOO_LARGE)),
          entry("rate_limited", hold(ErrorCode.RATE_LIMITED)),
          entry("store_full", hold(ErrorCode.DESTINATION_DOWN)));

  private RecordCodes() {}

  /** The outcome of one record. */
  static Outcome outcome(RecordResult result, Kind kind, int status, TheirWords words) {
    boolean alreadyGone = kind == Kind.DELETED && result.code().equals("not_found");
    if (result.taken() || alreadyGone) {
      return Outcome.ACCEPTED;
    }
    Classification meaning = MEANINGS.getOrDefault(result.code(), refused(ErrorCode.UNCLASSIFIED));
    String said = words.of(result.code() + ": " + result.message());
    Failure seen = Failure.of(meaning.code(), status, said).in(meaning.scope());
    String field = words.of(result.field());
    return meaning.outcome(field.isEmpty() ? seen : seen.onField(field));
  }
}
