package dev.penstock.engine.error;

/**
 * The stable codes under which failures are shown, filtered and documented. A code never changes
 * its meaning; {@code advice} is the next step for the person who reads it.
 */
public enum ErrorCode {
  SOURCE_UNAVAILABLE(
      Scope.SOURCE,
      "The source cannot be reached or broke off.",
      "Run `penstock test` on the source; the next run starts over, nothing was lost."),
  SOURCE_AUTH(
      Scope.SOURCE,
      "The source refused the login.",
      "Check user and password in the source's settings."),
  SOURCE_TLS(
      Scope.SOURCE,
      "No trusted connection to the source could be made.",
      "Check sslmode, the CA file and the client certificate."),
  MODEL_QUERY(
      Scope.SOURCE,
      "The model's query is refused by the source.",
      "Read the source's own words and mend the query."),
  MODEL_TIMEOUT(
      Scope.SOURCE,
      "The model's query took longer than its timeout.",
      "Raise the source's statement timeout or make the query cheaper."),
  SCHEMA_DRIFT(
      Scope.SOURCE,
      "The model's columns are no longer those that the sync was made for.",
      "Restore the column, or change key or mapping and reset the sync."),
  KEY_NULL(Scope.RECORD, "The row's key is null.", "Filter such rows out or fill the key."),
  KEY_DUPLICATE(
      Scope.RECORD,
      "Several rows have this key; none of them is sent.",
      "Make the key unique in the model."),
  ROW_OVERSIZE(
      Scope.RECORD,
      "The row, a value or the key is too large.",
      "Shorten it in the model's query."),
  MASS_CHANGE_GUARD(
      Scope.SYSTEM,
      "Far more rows changed or disappeared than usual.",
      "Look at the plan; if it is right, run again with --allow-mass-change."),
  MISSING_REQUIRED(
      Scope.RECORD,
      "A required field has no value.",
      "Fill the column in the warehouse or map another one."),
  UNREPRESENTABLE(
      Scope.RECORD,
      "A value cannot be carried by JSON (NaN, infinity, year 10000).",
      "Replace the value in the model's query."),
  FIELD_INVALID(
      Scope.RECORD,
      "The destination refused a value of the record.",
      "Compare the payload with the destination's answer and fix the row or the mapping."),
  DUPLICATE(
      Scope.RECORD,
      "The destination already has such a record.",
      "Check which field identifies a record in the destination."),
  RECORD_LOCKED(
      Scope.RECORD,
      "The record is locked at the destination.",
      "Nothing to do; it is tried again."),
  FIELD_FORBIDDEN(
      Scope.RECORD,
      "Writing this record or field is not allowed.",
      "Grant the right in the destination or take the field out of the mapping."),
  PAYLOAD_TOO_LARGE(
      Scope.BATCH,
      "The request is larger than the destination takes.",
      "Send smaller batches or smaller records."),
  DESTINATION_KEY_COLLISION(
      Scope.RECORD,
      "Two rows map to one record of the destination.",
      "Choose a matching field that is unique."),
  AMBIGUOUS(
      Scope.RECORD,
      "No answer came; the record may or may not have arrived.",
      "Look in the destination whether it is there."),
  AUTH_EXPIRED(
      Scope.DESTINATION,
      "The destination refused our credentials.",
      "Renew the token or password in the destination's settings, then run again."),
  AUTH_FORBIDDEN(
      Scope.DESTINATION,
      "The destination does not let us write here.",
      "Grant the right to the account in use, then run again."),
  RATE_LIMITED(
      Scope.DESTINATION,
      "The destination asks us to slow down.",
      "Nothing to do; delivery continues later."),
  DESTINATION_DOWN(
      Scope.DESTINATION,
      "The destination does not answer or answers with errors.",
      "Nothing to do if it comes back; else check the address and the network."),
  DESTINATION_GONE(
      Scope.DESTINATION,
      "The destination says that this address is gone for good.",
      "Update the destination's URL."),
  DESTINATION_CONFIG(
      Scope.DESTINATION,
      "The destination's settings cannot be right.",
      "Read the destination's words and correct URL, method or settings."),
  TLS(
      Scope.DESTINATION,
      "No trusted connection to the destination could be made.",
      "Check the certificate and the host name."),
  EGRESS_BLOCKED(
      Scope.DESTINATION,
      "Requests to this address are not allowed.",
      "Use a public address or allow it in the egress settings."),
  BATCH_REFUSED(
      Scope.BATCH,
      "The destination refused the batch as a whole.",
      "Nothing to do; the batch is divided to find the record at fault."),
  TOO_MANY_REJECTED(
      Scope.DESTINATION,
      "So many records were refused that sending on makes no sense.",
      "Look at the dead letters, fix the common cause, then run again."),
  DISK_FULL(
      Scope.SYSTEM, "The disk of the data folder is full.", "Free space; the next run continues."),
  STATE_CORRUPT(
      Scope.SYSTEM,
      "The held state is damaged, missing or belongs to something else.",
      "Run `penstock state verify`; restore the data folder or reset the sync."),
  STATE_MISMATCH(
      Scope.SYSTEM,
      "The sync now points to another destination than its held state.",
      "Run again with --reset (send everything there) or --keep (it is the same tool)."),
  ACCOUNTING_MISMATCH(
      Scope.SYSTEM,
      "The counts of the run do not add up; the sync is stopped.",
      "Keep the run's folder and report it; `penstock reset` starts over."),
  CRASH_LOOP(
      Scope.SYSTEM,
      "The run died three times at the same step.",
      "Look at the log before the last death, then run again."),
  LEASE_LOST(
      Scope.SYSTEM,
      "Another process took the sync over.",
      "Nothing to do; the other process continues."),
  SYNC_BUSY(Scope.SYSTEM, "Another process runs this sync.", "Wait for it or use --lock-wait."),
  LEDGER_UNAVAILABLE(
      Scope.SYSTEM,
      "The ledger's database does not answer.",
      "Check the database; nothing is sent meanwhile."),
  CANCELLED(Scope.SYSTEM, "A person cancelled the run.", "Run again when it suits."),
  CONFIG_INVALID(Scope.SYSTEM, "The configuration is not valid.", "Run `penstock validate`."),
  UNCLASSIFIED(
      Scope.RECORD,
      "The destination gave an answer that we do not know.",
      "Read the destination's words."),
  INTERNAL(
      Scope.SYSTEM, "Something went wrong inside Penstock.", "Report it with the log of the run.");

  private final Scope scope;
  private final String sentence;
  private final String advice;

  ErrorCode(Scope scope, String sentence, String advice) {
    this.scope = scope;
    this.sentence = sentence;
    this.advice = advice;
  }

  public Scope scope() {
    return scope;
  }

  /** What it means, as a sentence. */
  public String sentence() {
    return sentence;
  }

  /** What the reader can do. */
  public String advice() {
    return advice;
  }
}
