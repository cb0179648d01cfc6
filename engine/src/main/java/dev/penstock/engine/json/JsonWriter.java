package dev.penstock.engine.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON as UTF-8 into a buffer that grows and is used again. Commas and nesting are the
 * caller's; the writer only knows how single values look. Used by one thread.
 */
public final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /** Nearly all text needs no escape, so it is looked at eight bytes at a time. */
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** One in each byte. */
  private static final long EACH = 0x0101010101010101L;

  private static final long TOP_BITS = 0x8080808080808080L;

  private byte[] bytes = new byte[1024];
  private int size;

  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  /** Forgets everything written after this position. */
  public void truncate(int position) {
    size = position;
  }

  public String text() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  public byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  public void put(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
  }

  /** Bytes that are JSON already. */
  public void raw(byte[] json) {
    raw(json, 0, json.length);
  }

  public void raw(byte[] json, int from, int length) {
    ensure(length);
    System.arraycopy(json, from, bytes, size, length);
    size += length;
  }

  public void nul() {
    raw(NULL);
  }

  public void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    string(utf8, 0, utf8.length);
  }

  /** UTF-8 text as a JSON string. */
  public void string(byte[] utf8, int from, int length) {
    ensure(length + 2);
    bytes[size++] = '"';
    int end = from + length;
    int plain = from;
    int i = from;
    while (i < end) {
      if (end - i >= Long.BYTES && isPlain((long) EIGHT.get(utf8, i))) {
        i += Long.BYTES;
        continue;
      }
      byte b = utf8[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
        raw(utf8, plain, i - plain);
        escape(b);
        plain = i + 1;
      }
      i++;
    }
    raw(utf8, plain, end - plain);
    put('"');
  }

  /**
   * Whether none of eight bytes needs an escape. Subtracting borrows into the top bit of a byte
   * that is too small; a byte that equals a wanted one is zero after XOR, and too small for a one.
   */
  private static boolean isPlain(long eight) {
    long quotes = eight ^ EACH * '"';
    long backslashes = eight ^ EACH * '\\';
    long small =
        ((eight - EACH * 0x20) & ~eight)
            | ((quotes - EACH) & ~quotes)
            | ((backslashes - EACH) & ~backslashes);
    return (small & TOP_BITS) == 0;
  }

  private void escape(byte b) {
    ensure(6);
    bytes[size++] = '\\';
    switch (b) {
      case '"', '\\' -> bytes[size++] = b;
      case '\n' -> bytes[size++] = 'n';
      case '\r' -> bytes[size++] = 'r';
      case '\t' -> bytes[size++] = 't';
      case '\b' -> bytes[size++] = 'b';
      case '\f' -> bytes[size++] = 'f';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[b >> 4];
        bytes[size++] = HEX[b & 15];
      }
    }
  }

  public void json(Json value) {
    switch (value) {
      case Json.Null _ -> nul();
      case Json.Bool(boolean b) -> raw((b ? "true" : "false").getBytes(StandardCharsets.US_ASCII));
      case Json.Num(var number) -> raw(number.toString().getBytes(StandardCharsets.US_ASCII));
      case Json.Text(String text) -> string(text);
      case Json.Array(var items) -> {
        put('[');
        for (int i = 0; i < items.size(); i++) {
          if (i > 0) {
            put(',');
          }
          json(items.get(i));
        }
        put(']');
      }
      case Json.Obj(var members) -> {
        char before = '{';
        if (members.isEmpty()) {
          put('{');
        }
        for (var member : members.entrySet()) {
          put(before);
          string(member.getKey());
          put(':');
          json(member.getValue());
          before = ',';
        }
        put('}');
      }
    }
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
