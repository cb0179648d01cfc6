package dev.penstock.engine.value;

import dev.penstock.engine.json.EightBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON strictly (RFC 8259) from bytes that the values keep and that must not change; text
 * without escapes is not copied. Of a member given twice the last counts. Used by one thread; the
 * names of members are shared between the values that one reader read.
 */
public final class ValueReader {
  /** Deeper nesting is refused, so that hostile text cannot exhaust the stack. */
  public static final int DEPTH_MAX = 100;

  /** Slots for the names seen; a power of two. */
  private static final int NAMES = 512;

  /** Longer names are made anew each time. */
  private static final int SHARED_NAME_MAX = 40;

  private final @Nullable String[] names = new String[NAMES];
  private final byte[][] namesAsBytes = new byte[NAMES][];
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /**
   * Reads one value from UTF-8.
   *
   * @throws IllegalArgumentException saying where the bytes are no JSON
   */
  public Value read(byte[] json, int from, int length) {
    bytes = json;
    at = from;
    end = from + length;
    Value value = value(0);
    space();
    if (at < end) {
      throw wrong("something follows the value");
    }
    return value;
  }

  public static Value read(String json) {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    return new ValueReader().read(utf8, 0, utf8.length);
  }

  private Value value(int depth) {
    if (depth > DEPTH_MAX) {
      throw wrong("nested deeper than " + DEPTH_MAX);
    }
    space();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> text();
      case 't' -> word("true", Value.TRUE);
      case 'f' -> word("false", Value.FALSE);
      case 'n' -> word("null", Value.NULL);
      default -> number();
    };
  }

  private Value object(int depth) {
    at++;
    space();
    if (peek() == '}') {
      at++;
      return Members.NONE;
    }
    Members.Builder members = new Members.Builder();
    while (true) {
      space();
      if (peek() != '"') {
        throw wrong("a member name is missing");
      }
      String name = name();
      space();
      expect(':');
      members.put(name, value(depth + 1));
      space();
      if (peek() == '}') {
        at++;
        return members.build();
      }
      expect(',');
    }
  }

  private Value array(int depth) {
    at++;
    space();
    if (peek() == ']') {
      at++;
      return ArrayValue.of();
    }
    Value[] items = new Value[8];
    int size = 0;
    while (true) {
      if (size == items.length) {
        items = Arrays.copyOf(items, size * 2);
      }
      items[size++] = value(depth + 1);
      space();
      if (peek() == ']') {
        at++;
        return new ArrayValue(items, size);
      }
      expect(',');
    }
  }

  private String name() {
    Text text = text();
    byte[] utf8 = text.bytes();
    int length = text.length();
    if (length > SHARED_NAME_MAX || length == 0) {
      return text.string();
    }
    int from = text.from();
    int hash =
        length + 31 * utf8[from] + 961 * utf8[from + length / 2] + 29791 * utf8[from + length - 1];
    int slot = (hash ^ (hash >>> 9)) & (NAMES - 1);
    String known = names[slot];
    if (known != null
        && Arrays.equals(
            namesAsBytes[slot], 0, namesAsBytes[slot].length, utf8, from, from + length)) {
      return known;
    }
    known = text.string();
    names[slot] = known;
    namesAsBytes[slot] = Arrays.copyOfRange(utf8, from, from + length);
    return known;
  }

  private Text text() {
    int from = ++at;
    while (true) {
      if (end - at >= Long.BYTES && EightBytes.escapes(EightBytes.at(bytes, at)) == 0) {
        at += Long.BYTES;
        continue;
      }
      byte b = peek();
      if (b == '"') {
        return Text.utf8(bytes, from, at++ - from);
      }
      if (b == '\\') {
        return escaped(from);
      }
      if (b >= 0 && b < ' ') {
        throw wrong("a control character stands in a text");
      }
      at++;
    }
  }

  private Text escaped(int from) {
    StringBuilder out = new StringBuilder();
    int plain = from;
    while (true) {
      byte b = peek();
      if (b == '"') {
        out.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
        at++;
        return Text.of(out.toString());
      }
      if (b == '\\') {
        out.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
        at++;
        out.append(escape());
        plain = at;
      } else if (b >= 0 && b < ' ') {
        throw wrong("a control character stands in a text");
      } else {
        at++;
      }
    }
  }

  private char escape() {
    byte b = peek();
    at++;
    return switch (b) {
      case '"', '\\', '/' -> (char) b;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(peek(), 16);
          if (digit < 0) {
            throw wrong("a \\u escape has a wrong digit");
          }
          code = code * 16 + digit;
          at++;
        }
        yield (char) code;
      }
      default -> throw wrong("unknown escape");
    };
  }

  private Value word(String word, Value value) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return value;
  }

  private Value number() {
    int from = at;
    if (at < end && bytes[at] == '-') {
      at++;
    }
    if (at < end && bytes[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && bytes[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      int exponent = at;
      digits();
      if (at - exponent > 6) {
        throw wrong("an exponent has more than six digits");
      }
    }
    return Num.token(bytes, from, at - from);
  }

  private void digits() {
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw wrong("no value");
    }
  }

  private void space() {
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
  }

  private byte peek() {
    if (at >= end) {
      throw wrong("the text ends too early");
    }
    return bytes[at];
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("\"" + c + "\" is missing");
    }
    at++;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("not JSON at byte " + (at + 1) + ": " + what);
  }
}
