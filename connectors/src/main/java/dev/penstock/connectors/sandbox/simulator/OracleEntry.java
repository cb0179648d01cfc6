package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;

/**
 * What the oracle saw of one record: the truth that a sender's own account is compared with.
 * Entries are numbered in the order of effects. Times are nanoseconds on a monotonic clock since
 * the simulator started. Texts are empty where there is nothing.
 *
 * @param number position in the log, from 1
 * @param millis {@code answeredNanos} in milliseconds
 * @param connection which TCP connection, from 1
 * @param request which request, from 1 over all connections
 * @param key the record's key; empty when it has none
 * @param op {@code upsert} or {@code delete}
 * @param change the sender's change id
 * @param idempotencyKey of the record, or of its request
 * @param hash 128 bits (XXH3) of the payload's bytes in hex
 * @param payload the payload as it arrived; empty when payloads are not kept
 * @param effect whether the destination changed
 * @param repeat whether it was seen before: its idempotency key or change id was already applied,
 *     or, without both, the destination held exactly this for the key
 * @param status the HTTP status answered; 0 when the answer was withheld
 * @param code why the record was refused; empty when it was taken
 * @param fault the fault action that fired; {@code late_apply.applied} marks the second entry of a
 *     record that was applied after its connection was dropped
 * @param arrivedNanos when the request started to arrive
 * @param answeredNanos when its answer was decided, just before it was written
 */
public record OracleEntry(
    long number,
    long millis,
    long connection,
    long request,
    String method,
    String path,
    String object,
    String key,
    String op,
    String change,
    String idempotencyKey,
    String hash,
    String payload,
    boolean effect,
    boolean repeat,
    int status,
    String code,
    String fault,
    long arrivedNanos,
    long answeredNanos) {

  /** Keys and payloads are rows of somebody's table and stay out of messages. */
  @Override
  public String toString() {
    return "OracleEntry[number=%d, request=%d, op=%s, effect=%s, status=%d]"
        .formatted(number, request, op, effect, status);
  }

  /** Writes the entry as one line of JSON with its line feed. */
  void writeTo(ByteSink line) {
    line.ascii("{\"number\":").number(number).ascii(",\"millis\":").number(millis);
    line.ascii(",\"connection\":").number(connection).ascii(",\"request\":").number(request);
    line.ascii(",\"method\":").quoted(method).ascii(",\"path\":").quoted(path);
    line.ascii(",\"object\":").quoted(object).ascii(",\"key\":").quoted(key);
    line.ascii(",\"op\":").quoted(op).ascii(",\"change\":").quoted(change);
    line.ascii(",\"idempotencyKey\":").quoted(idempotencyKey).ascii(",\"hash\":").quoted(hash);
    line.ascii(effect ? ",\"effect\":true" : ",\"effect\":false");
    line.ascii(repeat ? ",\"repeat\":true" : ",\"repeat\":false");
    line.ascii(",\"status\":").number(status).ascii(",\"code\":").quoted(code);
    line.ascii(",\"fault\":").quoted(fault).ascii(",\"arrivedNanos\":").number(arrivedNanos);
    line.ascii(",\"answeredNanos\":").number(answeredNanos);
    if (!payload.isEmpty()) {
      line.ascii(",\"payload\":").oneLine(payload.getBytes(StandardCharsets.UTF_8));
    }
    line.ascii("}\n");
  }
}
