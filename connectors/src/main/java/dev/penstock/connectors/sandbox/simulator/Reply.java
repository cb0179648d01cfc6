package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One HTTP answer. The body must not be changed by anybody. */
final class Reply {
  /** The answer of a webhook receiver that took everything. */
  static final Reply OK = json(200, "{}");

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  Reply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Reply json(int status, String body) {
    return json(status, body.getBytes(StandardCharsets.UTF_8));
  }

  static Reply json(int status, byte[] body) {
    return new Reply(status, Map.of("Content-Type", "application/json"), body);
  }

  static Reply error(int status, String code, String message) {
    return error(new RecordError(status, code, message, ""));
  }

  static Reply error(RecordError error) {
    var body = new ByteSink(128).ascii("{\"error\":{\"code\":").quoted(error.code());
    body.ascii(",\"message\":").quoted(error.message());
    if (!error.field().isEmpty()) {
      body.ascii(",\"field\":").quoted(error.field());
    }
    return json(error.status(), body.ascii("}}").copy());
  }

  Reply withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }

  Reply withHeader(String name, Optional<String> value) {
    return value.map(present -> withHeader(name, present)).orElse(this);
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
