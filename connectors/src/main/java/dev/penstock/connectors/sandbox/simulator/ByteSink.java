package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that answers and log lines are written into. One owner at a time. */
final class ByteSink {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** A sink that grew beyond this is cut back when cleared, so that one big answer is not kept. */
  private static final int KEPT_MAX = 1 << 20;

  private byte[] bytes;
  private int length;

  ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
    if (bytes.length > KEPT_MAX) {
      bytes = new byte[8192];
    }
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  ByteSink ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  ByteSink one(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  ByteSink raw(byte[] from, int start, int end) {
    reserve(end - start);
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
    return this;
  }

  /** Copies JSON text; line breaks between tokens become spaces so that it stays on one line. */
  ByteSink oneLine(byte[] json) {
    int start = length;
    raw(json, 0, json.length);
    for (int i = start; i < length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = ' ';
      }
    }
    return this;
  }

  ByteSink number(long value) {
    if (value < 0) {
      return ascii(Long.toString(value));
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    reserve(digits);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Writes {@code "text"} as JSON; a lone surrogate becomes a question mark. */
  ByteSink quoted(String text) {
    one('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        int codePoint = text.codePointAt(i);
        utf8(codePoint);
        i += Character.charCount(codePoint) - 1;
      } else if (c == '"' || c == '\\') {
        one('\\').one(c);
      } else if (c < 0x20) {
        ascii("\\u00").one(HEX[c >> 4]).one(HEX[c & 15]);
      } else {
        one(c);
      }
    }
    return one('"');
  }

  private void utf8(int codePoint) {
    byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    raw(encoded, 0, encoded.length);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
