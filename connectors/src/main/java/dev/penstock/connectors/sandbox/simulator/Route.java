package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Which of the simulator's resources a request target names. */
sealed interface Route {

  /** {@code /objects/{object}/batch}. */
  record Batch(String object) implements Route {}

  /** {@code /objects/{object}/{id}}. */
  record Item(String object, String id) implements Route {}

  /** {@code /objects/{object}?limit&after}. */
  record Listing(String object, Map<String, String> query) implements Route {}

  /** {@code /objects}. */
  enum Objects implements Route {
    INSTANCE
  }

  /** {@code /in} and everything below; the object is the path without its first slash. */
  record Webhook(String object, String lastSegment) implements Route {}

  /** {@code /oauth/token}: the token endpoint. */
  enum Token implements Route {
    INSTANCE
  }

  /** {@code /_sim/{name}}: the controls. */
  record Control(String name, Map<String, String> query) implements Route {}

  /** Anything else. */
  enum Unknown implements Route {
    INSTANCE
  }

  /** Finds the route of a request target in origin form. */
  static Route of(String target) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    Map<String, String> query = question < 0 ? Map.of() : query(target.substring(question + 1));
    if (path.equals("/in") || path.startsWith("/in/")) {
      String object = path.substring(1);
      return new Webhook(object, decoded(path.substring(path.lastIndexOf('/') + 1)));
    }
    if (path.startsWith("/_sim/")) {
      return new Control(path.substring(6), query);
    }
    if (path.equals("/oauth/token")) {
      return Token.INSTANCE;
    }
    if (path.equals("/objects")) {
      return Objects.INSTANCE;
    }
    if (path.startsWith("/objects/")) {
      return belowObjects(path.substring(9), query);
    }
    return Unknown.INSTANCE;
  }

  private static Route belowObjects(String rest, Map<String, String> query) {
    int slash = rest.indexOf('/');
    if (slash < 0) {
      return rest.isEmpty() ? Unknown.INSTANCE : new Listing(decoded(rest), query);
    }
    String object = decoded(rest.substring(0, slash));
    String id = rest.substring(slash + 1);
    if (object.isEmpty() || id.isEmpty() || id.indexOf('/') >= 0) {
      return Unknown.INSTANCE;
    }
    return id.equals("batch") ? new Batch(object) : new Item(object, decoded(id));
  }

  private static Map<String, String> query(String text) {
    var found = new HashMap<String, String>();
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf('&', start);
      String pair = text.substring(start, end < 0 ? text.length() : end);
      int equals = pair.indexOf('=');
      if (equals > 0) {
        found.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
      start = end < 0 ? text.length() + 1 : end + 1;
    }
    return Map.copyOf(found);
  }

  /** Undoes percent encoding; a percent sign that is not followed by two hex digits stays. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var sink = new ByteSink(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        sink.one(high * 16 + low);
        i += 2;
      } else {
        sink.one(bytes[i]);
      }
    }
    return new String(sink.copy(), StandardCharsets.UTF_8);
  }
}
