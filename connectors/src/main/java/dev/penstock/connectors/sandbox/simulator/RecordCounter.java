package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gathers two hashes per record of one request and hands them on together, once the body proved to
 * be whole. One thread only.
 */
final class RecordCounter {
  private final ArrivalReader reader;
  private long[] pairs = new long[2 * 1024];
  private int length;
  private int unkeyed;

  RecordCounter(ArrivalReader reader) {
    this.reader = reader;
  }

  void clear() {
    length = 0;
    unkeyed = 0;
  }

  /** Takes the element that the reader has just passed. */
  void add(Request request, Route.Webhook hook, int from, int to) throws RefusedRequest {
    byte[] body = request.body;
    if (reader.isPlainKey()) {
      int quote = body[reader.keyFrom()] == '"' ? 1 : 0;
      int start = reader.keyFrom() + quote;
      int end = reader.keyTo() - quote;
      if (start < end) {
        add(World.keyHash(hook.object(), body, start, end), ReceivedHashes.hash(body, from, to));
        return;
      }
    }
    byte[] key = reader.key().getBytes(StandardCharsets.UTF_8);
    if (key.length == 0) {
      unkeyed++;
      return;
    }
    long keyHash = World.keyHash(hook.object(), key, 0, key.length);
    add(keyHash, ReceivedHashes.hash(body, from, to));
  }

  private void add(long keyHash, long payloadHash) {
    if (length == pairs.length) {
      pairs = Arrays.copyOf(pairs, length * 2);
    }
    pairs[length] = keyHash;
    pairs[length + 1] = payloadHash;
    length += 2;
  }

  void report(World world, int records) {
    world.count(records, unkeyed, pairs, length);
  }
}
