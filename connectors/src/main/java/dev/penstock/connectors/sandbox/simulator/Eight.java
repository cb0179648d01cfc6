package dev.penstock.connectors.sandbox.simulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at text eight bytes at a time: nearly all of it is ASCII that needs no escape. */
final class Eight {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** One in each byte. */
  private static final long EACH = 0x0101010101010101L;

  private static final long TOP_BITS = 0x8080808080808080L;

  private Eight() {}

  /**
   * The position, from here on, of the first byte that is not printable ASCII or that is a quote or
   * a backslash; earlier, where fewer than eight bytes are left.
   */
  static int plainUntil(byte[] text, int from) {
    int p = from;
    while (p + Long.BYTES <= text.length) {
      long special = special((long) LONGS.get(text, p));
      if (special != 0) {
        return p + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      p += Long.BYTES;
    }
    return p;
  }

  /**
   * The top bits of the special bytes; the lowest is exact. Subtracting borrows into the top bit of
   * a byte that is too small; a byte that equals a wanted one is zero after XOR, and too small for
   * a one.
   */
  private static long special(long eight) {
    long quotes = eight ^ EACH * '"';
    long backslashes = eight ^ EACH * '\\';
    long small =
        (eight - EACH * 0x20) | ((quotes - EACH) & ~quotes) | ((backslashes - EACH) & ~backslashes);
    return (small | eight) & TOP_BITS;
  }
}
