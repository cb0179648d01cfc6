package dev.penstock.testkit.destination;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the scripted server does after it has read a request. */
public sealed interface Behaviour {
  /** Answers and keeps the connection. */
  record Respond(int status, Map<String, String> headers, byte[] body) implements Behaviour {
    public Respond with(String name, String value) {
      var more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Respond(status, more, body);
    }
  }

  /** Says nothing and keeps the connection open. */
  record Silence() implements Behaviour {}

  /** Closes the connection without a word. */
  record HangUp() implements Behaviour {}

  /** Answers 200 with a body that comes byte by byte and never ends. */
  record Drip(Duration every) implements Behaviour {}

  /** Writes these bytes as they are and closes the connection. */
  record Raw(byte[] bytes) implements Behaviour {}

  static Respond respond(int status, String body) {
    return new Respond(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  static Raw raw(String bytes) {
    return new Raw(bytes.getBytes(StandardCharsets.UTF_8));
  }
}
