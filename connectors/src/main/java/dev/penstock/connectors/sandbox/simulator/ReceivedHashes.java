package dev.penstock.connectors.sandbox.simulator;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last payload hash per key hash: tells repeats of webhook records at some 24 bytes each, for
 * {@link OracleMode#COUNTS}. Two different keys meet with a chance of about n²/2⁶⁵. For any number
 * of threads; a request's records go in together, under one lock.
 */
final class ReceivedHashes {
  private static final Hasher64 HASHER = Hashing.xxh3_64();

  /**
   * 67 MB, and half as much again while the table grows: that fits the old generation of the heap
   * of 256 MB which a command gets. Further keys count as effects and are not kept.
   */
  private static final int KEYS_MAX = 2_500_000;

  private static final int FIRST_SLOTS = 16 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private long[] table = new long[2 * FIRST_SLOTS];
  private int size;

  static long hash(byte[] bytes, int from, int to) {
    return HASHER.hashBytesToLong(bytes, from, to - from);
  }

  /** Remembers the payload; true when the key already had exactly this one. */
  boolean hadEqual(long keyHash, long payloadHash) {
    return countEqual(new long[] {keyHash, payloadHash}, 2) == 1;
  }

  /** Remembers pairs of key and payload hash; how many keys already had exactly that payload. */
  int countEqual(long[] pairs, int length) {
    lock.lock();
    try {
      int equal = 0;
      for (int i = 0; i < length; i += 2) {
        long key = pairs[i] == 0 ? 1 : pairs[i];
        int slot = slot(table, key);
        if (table[slot] == key) {
          equal += table[slot + 1] == pairs[i + 1] ? 1 : 0;
          table[slot + 1] = pairs[i + 1];
        } else if (size < KEYS_MAX) {
          table[slot] = key;
          table[slot + 1] = pairs[i + 1];
          size++;
          grow();
        }
      }
      return equal;
    } finally {
      lock.unlock();
    }
  }

  private void grow() {
    if (size * 3L < table.length) {
      return;
    }
    long[] larger = new long[table.length * 2];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i] != 0) {
        int slot = slot(larger, table[i]);
        larger[slot] = table[i];
        larger[slot + 1] = table[i + 1];
      }
    }
    table = larger;
  }

  private static int slot(long[] table, long key) {
    int mask = table.length / 2 - 1;
    int i = (int) key & mask;
    while (table[2 * i] != 0 && table[2 * i] != key) {
      i = (i + 1) & mask;
    }
    return 2 * i;
  }

  void clear() {
    lock.lock();
    try {
      table = new long[2 * FIRST_SLOTS];
      size = 0;
    } finally {
      lock.unlock();
    }
  }
}
