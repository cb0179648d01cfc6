package dev.penstock.connectors.sandbox.simulator;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last payload hash per key hash: tells repeats of webhook records at 16 bytes each, for {@link
 * OracleMode#COUNTS}. Two different keys meet with a chance of about n²/2⁶⁵. For any number of
 * threads.
 */
final class ReceivedHashes {
  private static final Hasher64 HASHER = Hashing.xxh3_64();

  private static final int STRIPES = 16;

  /** 20 million keys are 640 MB at worst; further ones count as effects and are not kept. */
  private static final int KEYS_PER_STRIPE_MAX = 20_000_000 / STRIPES;

  private final Stripe[] stripes = new Stripe[STRIPES];

  ReceivedHashes() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  static long hash(byte[] bytes, int from, int to) {
    return HASHER.hashBytesToLong(bytes, from, to - from);
  }

  /** Remembers the payload; true when the key already had exactly this one. */
  boolean hadEqual(long keyHash, long payloadHash) {
    return stripes[(int) (keyHash >>> 60)].hadEqual(keyHash == 0 ? 1 : keyHash, payloadHash);
  }

  void clear() {
    for (Stripe stripe : stripes) {
      stripe.clear();
    }
  }

  private static final class Stripe {
    private final ReentrantLock lock = new ReentrantLock();
    private long[] table = new long[2 * 1024];
    private int size;

    boolean hadEqual(long key, long payload) {
      lock.lock();
      try {
        int slot = slot(table, key);
        if (table[slot] == key) {
          boolean equal = table[slot + 1] == payload;
          table[slot + 1] = payload;
          return equal;
        }
        if (size < KEYS_PER_STRIPE_MAX) {
          table[slot] = key;
          table[slot + 1] = payload;
          size++;
          grow();
        }
        return false;
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

    private void clear() {
      lock.lock();
      try {
        table = new long[2 * 1024];
        size = 0;
      } finally {
        lock.unlock();
      }
    }
  }
}
