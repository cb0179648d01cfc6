package dev.penstock.engine.error;

import java.util.Locale;

/**
 * The stable codes under which failures are shown, filtered and documented. A code never changes
 * its meaning; {@code cause} says what usually lies behind it, {@code advice} is the next step for
 * the person who reads it.
 */
public enum ErrorCode {
  SOURCE_UNAVAILABLE(
      Scope.SOURCE,
      "The source cannot be reached or broke off.",
      "The host, port or network is wrong, the server is down, or it closed the connection while"
          + " rows were read.",
      "Run `penstock test` on the source; the next run starts over, nothing was lost."),
  SOURCE_AUTH(
      Scope.SOURCE,
      "The source refused the login.",
      "The user or password is wrong, or the server does not let this user in from here.",
      "Check user and password in the source's settings."),
  SOURCE_TLS(
      Scope.SOURCE,
      "No trusted connection to the source could be made.",
      "The server speaks no TLS, its certificate is not signed by the CA given, or names another"
          + " host.",
      "Check sslmode, the CA file and the client certificate."),
  MODEL_QUERY(
      Scope.SOURCE,
      "The model's query is refused by the source.",
      "A table or column is missing, the syntax is wrong, or a right to read is not granted.",
      "Read the source's own words and mend the query."),
  MODEL_TIMEOUT(
      Scope.SOURCE,
      "The model's query took longer than its timeout.",
      "The query grew with its tables, lacks an index, or waits for a lock.",
      "Raise the source's statement timeout or make the query cheaper."),
  SCHEMA_DRIFT(
      Scope.SOURCE,
      "The model's columns are no longer those that the sync was made for.",
      "Somebody renamed or dropped a column in the warehouse, or a key column has another type.",
      "Restore the column, or change key or mapping and reset the sync."),
  KEY_NULL(
      Scope.RECORD,
      "The row's key is null.",
      "A join or an incomplete load left the key column empty.",
      "Filter such rows out or fill the key."),
  KEY_DUPLICATE(
      Scope.RECORD,
      "Several rows have this key; none of them is sent.",
      "The key column is not unique in the model, often because a join multiplies rows.",
      "Make the key unique in the model."),
  ROW_OVERSIZE(
      Scope.RECORD,
      "The row, a value or the key is too large.",
      "A text or JSON column holds far more than a record may carry.",
      "Shorten it in the model's query."),
  MASS_CHANGE_GUARD(
      Scope.SYSTEM,
      "Far more rows changed or disappeared than usual.",
      "A table was emptied or reloaded, a filter in the model changed, or it is meant.",
      "Look at the plan; if it is right, approve the run, or run again with --allow-mass-change."),
  EXPRESSION(
      Scope.RECORD,
      "A field could not be computed from the row.",
      "The mapping asks for something that this row does not have or that cannot be done with its"
          + " value.",
      "Look at the row and the mapping of the field; give it a default for such rows."),
  MISSING_REQUIRED(
      Scope.RECORD,
      "A required field has no value.",
      "The column is null in this row, or the mapping does not fill the field.",
      "Fill the column in the warehouse or map another one."),
  TYPE_MISMATCH(
      Scope.RECORD,
      "A value is not of the type that the field takes.",
      "A text stands where a number, date or truth value is expected, or the other way round.",
      "Convert the value in the model's query or in the mapping."),
  UNREPRESENTABLE(
      Scope.RECORD,
      "A value cannot be carried by JSON (NaN, infinity, year 10000).",
      "The warehouse knows values that the wire does not.",
      "Replace the value in the model's query."),
  ENUM_UNKNOWN(
      Scope.RECORD,
      "A value is not one of those that the field takes.",
      "The tool has a fixed list for this field, and the row's value is not in it.",
      "Add the value in the destination or translate it in the model's query."),
  FIELD_INVALID(
      Scope.RECORD,
      "A value breaks one of the destination's rules.",
      "The destination checks more than types: an e-mail without @, a date in the future, a"
          + " number out of range.",
      "Compare the payload with the destination's answer and fix the row or the mapping."),
  FIELD_TOO_LONG(
      Scope.RECORD,
      "A value is longer than the field holds.",
      "The destination's field has a length limit that the warehouse's column has not.",
      "Shorten the value in the model's query or widen the field in the destination."),
  LOOKUP_MISS(
      Scope.RECORD,
      "The record refers to something that the destination does not have.",
      "The other record was not sent yet, was deleted, or the reference is misspelt.",
      "Sync the records it refers to first; this one is tried again by itself."),
  DUPLICATE(
      Scope.RECORD,
      "The destination already has such a record.",
      "Another record there has the same value in a field that must be unique.",
      "Check which field identifies a record in the destination; merge or rename one of the two."),
  RECORD_LOCKED(
      Scope.RECORD,
      "The record is locked at the destination.",
      "Somebody edits it, or a job of the tool works on it.",
      "Nothing to do; it is tried again."),
  FIELD_FORBIDDEN(
      Scope.RECORD,
      "Writing this record or field is not allowed.",
      "The account in use lacks the right to this field, the field is read-only, or a rule of the"
          + " tool forbids it.",
      "Grant the right in the destination or take the field out of the mapping."),
  PAYLOAD_TOO_LARGE(
      Scope.BATCH,
      "The request is larger than the destination takes.",
      "The batch, or one record in it, is over the receiver's limit of bytes.",
      "Send smaller batches or smaller records."),
  DESTINATION_KEY_COLLISION(
      Scope.RECORD,
      "Two rows map to one record of the destination.",
      "The matching field is not unique among the rows, for example two customers with one e-mail"
          + " address.",
      "Choose a matching field that is unique."),
  AMBIGUOUS(
      Scope.RECORD,
      "No answer came; the record may or may not have arrived.",
      "The connection broke or the time ran out after the request had been sent.",
      "Look in the destination whether it is there. If so, `penstock dlq confirm` it; if not, let"
          + " it be sent again with `penstock dlq reprocess --even-unchanged`."),
  AUTH_EXPIRED(
      Scope.DESTINATION,
      "The destination refused our credentials.",
      "The token or password expired, was revoked, or is misspelt.",
      "Renew the token or password in the destination's settings, then run again."),
  AUTH_FORBIDDEN(
      Scope.DESTINATION,
      "The destination does not let us write here.",
      "The account in use lacks the right or the scope for this action.",
      "Grant the right to the account in use, then run again."),
  RATE_LIMITED(
      Scope.DESTINATION,
      "The destination asks us to slow down.",
      "More requests came than it allows in a while, perhaps from other programs too.",
      "Nothing to do; delivery continues later."),
  QUOTA_EXHAUSTED(
      Scope.DESTINATION,
      "The day's allowance at the destination is used up.",
      "The account may send only so much in a day or a month.",
      "Nothing to do; delivery continues when the allowance starts anew. Raise it at the vendor if"
          + " this is often so."),
  DESTINATION_DOWN(
      Scope.DESTINATION,
      "The destination does not answer or answers with errors.",
      "It is out of order, under maintenance, or cannot be reached from here.",
      "Nothing to do if it comes back; else check the address and the network."),
  DESTINATION_GONE(
      Scope.DESTINATION,
      "The destination says that this address is gone for good.",
      "The endpoint or the object was removed.",
      "Update the destination's URL."),
  DESTINATION_CONFIG(
      Scope.DESTINATION,
      "The destination's settings cannot be right.",
      "The address redirects, does not know the method, or is not what the settings say.",
      "Read the destination's words and correct URL, method or settings."),
  SCHEMA_STALE(
      Scope.DESTINATION,
      "The destination no longer has a table, object or field that the sync writes.",
      "It was renamed or removed there after the sync was set up.",
      "Restore it in the destination or change the mapping, then run again."),
  TLS(
      Scope.DESTINATION,
      "No trusted connection to the destination could be made.",
      "Its certificate is expired, not signed by a known CA, or names another host.",
      "Check the certificate and the host name; a private CA can be named in the settings."),
  EGRESS_BLOCKED(
      Scope.DESTINATION,
      "Requests to this address are not allowed.",
      "The name leads to an address of this machine or of a private network.",
      "Use a public address, or list this one under `egress: {allow: [...]}` in penstock.yaml."),
  BATCH_REFUSED(
      Scope.BATCH,
      "The destination refused the batch as a whole.",
      "One of its records is at fault and the answer does not say which, or all of them are refused"
          + " alike.",
      "One bad record is found by dividing the batch. When all are refused alike, correct the"
          + " destination's settings or the mapping, then run again."),
  TOO_MANY_REJECTED(
      Scope.DESTINATION,
      "So many records were refused that sending on makes no sense.",
      "The records share a fault: a field was renamed, a rule was added, the mapping is wrong.",
      "Look at the dead letters, fix the common cause, then run again."),
  DISK_FULL(
      Scope.SYSTEM,
      "The disk of the data folder is full.",
      "Plans, held state and the ledger need room, or something else took it.",
      "Free space; the next run continues."),
  STATE_CORRUPT(
      Scope.SYSTEM,
      "The held state is damaged, missing or belongs to something else.",
      "A file of the data folder was removed, restored from a backup, or damaged by the disk.",
      "Run `penstock state verify`; restore the data folder or reset the sync."),
  STATE_MISMATCH(
      Scope.SYSTEM,
      "The sync now points to another destination than its held state.",
      "The destination's address or account, or the sync's action, was changed.",
      "Run again with --reset (send everything there) or --keep (it is the same tool)."),
  ACCOUNTING_MISMATCH(
      Scope.SYSTEM,
      "The counts of the run do not add up; the sync is stopped.",
      "An error of Penstock; it stops rather than lose a row unseen.",
      "Keep the run's folder and report it; `penstock reset` starts over."),
  CRASH_LOOP(
      Scope.SYSTEM,
      "The run died three times at the same step.",
      "Memory ran out, the machine was restarted, or one row brings the process down.",
      "Look at the log before the last death, then run again."),
  LEASE_LOST(
      Scope.SYSTEM,
      "Another process took the sync over.",
      "This process stood still for too long, or the ledger could not be reached in time.",
      "Nothing to do; the other process continues."),
  SYNC_BUSY(
      Scope.SYSTEM,
      "Another process runs this sync.",
      "A timer and a person, or two timers, started it at once.",
      "Wait for it or use --lock-wait."),
  SYNC_PAUSED(
      Scope.SYSTEM,
      "The sync is paused.",
      "A person paused it.",
      "Run `penstock resume` on it when it may go on."),
  LEDGER_UNAVAILABLE(
      Scope.SYSTEM,
      "The ledger's database does not answer.",
      "It is down, restarting, or cannot be reached.",
      "Check the database; nothing is sent meanwhile."),
  CANCELLED(
      Scope.SYSTEM,
      "A person cancelled the run.",
      "Ctrl-C or `penstock cancel`.",
      "Run again when it suits."),
  CONFIG_INVALID(
      Scope.SYSTEM,
      "The configuration is not valid.",
      "A file of the project has a mistake.",
      "Run `penstock validate`."),
  UNCLASSIFIED(
      Scope.RECORD,
      "The destination gave an answer that we do not know.",
      "The tool has an answer that nobody met before.",
      "Read the destination's words; report them, so that the answer gets a code."),
  INTERNAL(
      Scope.SYSTEM,
      "Something went wrong inside Penstock.",
      "An error of Penstock.",
      "Report it with the log of the run.");

  private final Scope scope;
  private final String sentence;
  private final String cause;
  private final String advice;

  ErrorCode(Scope scope, String sentence, String cause, String advice) {
    this.scope = scope;
    this.sentence = sentence;
    this.cause = cause;
    this.advice = advice;
  }

  public Scope scope() {
    return scope;
  }

  /** What it means, as a sentence. */
  public String sentence() {
    return sentence;
  }

  /** What usually lies behind it. */
  public String cause() {
    return cause;
  }

  /** The place of the code in the documentation, below the product's root. */
  public String docs() {
    return "docs/errors.md#" + name().toLowerCase(Locale.ROOT);
  }

  /** What the reader can do. */
  public String advice() {
    return advice;
  }
}
