package dev.penstock.engine.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON as UTF-8 into a buffer that grows and is used again. Commas and nesting are the
 * caller's; the writer only knows how single values look. Used by one thread.
 */
public final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

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
      if (end - i >= Long.BYTES && EightBytes.escapes(EightBytes.at(utf8, i)) == 0) {
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
