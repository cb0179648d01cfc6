package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One record as it arrived in a request. The payload is a range of the request's body, which the
 * next request overwrites: {@link #kept()} is for those that outlive the request.
 *
 * @param refusal why the record itself cannot be taken, as a code; empty when it can
 */
record Arrival(
    String key, Op op, String change, String idempotencyKey, Payload payload, String refusal) {

  /** What a record asks for. */
  enum Op {
    UPSERT("upsert"),
    DELETE("delete");

    private final String word;

    Op(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** A range of bytes that is one JSON value, or nothing. */
  static final class Payload {
    static final Payload NONE = new Payload(new byte[1], 0, 0);

    final byte[] bytes;
    final int from;
    final int to;

    Payload(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    int length() {
      return to - from;
    }

    byte[] copy() {
      return Arrays.copyOfRange(bytes, from, to);
    }

    /** Whether the payload is an object with this member. */
    boolean hasMember(String name) {
      return first(name) != 0;
    }

    /** The first byte of the member's value; 0 when there is no such member. */
    byte first(String name) {
      if (length() == 0) {
        return 0;
      }
      try {
        var json = new JsonScanner();
        byte[] copy = Arrays.copyOfRange(bytes, from, to + 1);
        int value = Members.find(json, json.over(copy, 0), name.getBytes(StandardCharsets.UTF_8));
        return value < 0 ? 0 : copy[value];
      } catch (RefusedRequest impossible) {
        throw new IllegalStateException("a checked payload is broken", impossible);
      }
    }
  }

  /** The same with a payload of its own. */
  Arrival kept() {
    byte[] copy = Arrays.copyOf(payload.copy(), payload.length() + 1);
    return new Arrival(
        key, op, change, idempotencyKey, new Payload(copy, 0, payload.length()), refusal);
  }
}
