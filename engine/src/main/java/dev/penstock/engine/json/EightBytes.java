package dev.penstock.engine.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes of text at a time, because nearly all text needs no escape. */
public final class EightBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** One in each byte. */
  private static final long EACH = 0x0101010101010101L;

  private static final long TOP_BITS = 0x8080808080808080L;

  private EightBytes() {}

  /** The eight bytes from here on, the first one lowest. */
  public static long at(byte[] text, int from) {
    return (long) LONGS.get(text, from);
  }

  /**
   * The top bits of the bytes that JSON has to escape: control characters, quotes, backslashes. The
   * lowest of them is exact, those above may be too many. Subtracting borrows into the top bit of a
   * byte that is too small; a byte that equals a wanted one is zero after XOR, and too small for a
   * one.
   */
  public static long escapes(long eight) {
    long quotes = eight ^ EACH * '"';
    long backslashes = eight ^ EACH * '\\';
    long small =
        ((eight - EACH * 0x20) & ~eight)
            | ((quotes - EACH) & ~quotes)
            | ((backslashes - EACH) & ~backslashes);
    return small & TOP_BITS;
  }

  /** The top bits of the bytes that are not ASCII. */
  public static long beyondAscii(long eight) {
    return eight & TOP_BITS;
  }
}
