package dev.penstock.connectors.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the values of two members in a payload without building a tree. Payloads are our own
 * rendering, so they are valid and their names are not escaped. Used again for each record; one
 * thread.
 */
final class PayloadMembers {
  private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PROPERTIES = "properties".getBytes(StandardCharsets.US_ASCII);

  private final byte[] json;
  int idFrom;
  int idTo;
  int propertiesFrom;
  int propertiesTo;

  PayloadMembers(byte[] json) {
    this.json = json;
  }

  /** Looks at one payload; a member that is not there has an empty range. */
  void read(int from, int to) {
    idFrom = idTo = propertiesFrom = propertiesTo = from;
    int at = space(from, to);
    if (at >= to || json[at] != '{') {
      return;
    }
    at = space(at + 1, to);
    while (at < to && json[at] == '"') {
      int nameEnd = string(at, to);
      int value = space(space(nameEnd, to) + 1, to);
      int valueEnd = value(value, to);
      if (is(ID, at + 1, nameEnd - 1)) {
        idFrom = value;
        idTo = valueEnd;
      } else if (is(PROPERTIES, at + 1, nameEnd - 1)) {
        propertiesFrom = value;
        propertiesTo = valueEnd;
      }
      at = space(valueEnd, to);
      if (at < to && json[at] == ',') {
        at = space(at + 1, to);
      }
    }
  }

  /** Whether the id is a text or a number, as ids have to be. */
  boolean hasUsableId() {
    if (idTo - idFrom < 1) {
      return false;
    }
    byte first = json[idFrom];
    return first == '"' ? idTo - idFrom > 2 : first == '-' || (first >= '0' && first <= '9');
  }

  /** Whether properties were given and are not null. */
  boolean hasProperties() {
    return propertiesTo > propertiesFrom && json[propertiesFrom] == '{';
  }

  private boolean is(byte[] name, int from, int to) {
    return Arrays.equals(json, from, to, name, 0, name.length);
  }

  private int space(int from, int to) {
    int at = from;
    while (at < to && json[at] <= ' ' && json[at] > 0) {
      at++;
    }
    return at;
  }

  /** The position behind a string. */
  private int string(int from, int to) {
    int at = from + 1;
    while (at < to && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, to);
  }

  /** The position behind a value. */
  private int value(int from, int to) {
    int depth = 0;
    int at = from;
    while (at < to) {
      byte b = json[at];
      if (b == '"') {
        at = string(at, to);
        if (depth == 0) {
          return at;
        }
        continue;
      }
      if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        if (depth == 0) {
          return at;
        }
        depth--;
        if (depth == 0) {
          return at + 1;
        }
      } else if (depth == 0 && (b == ',' || (b <= ' ' && b > 0))) {
        return at;
      }
      at++;
    }
    return to;
  }
}
