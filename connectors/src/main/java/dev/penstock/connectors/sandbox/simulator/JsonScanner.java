package dev.penstock.connectors.sandbox.simulator;

import dev.penstock.engine.json.EightBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over JSON text (RFC 8259) without building a tree: every token is checked, values are
 * handed on as ranges of the body. The byte behind the text has to be zero, which ends each loop.
 * One thread only.
 */
final class JsonScanner {
  /** Deeper than any record; keeps the recursion far from the end of the stack. */
  private static final int DEPTH_MAX = 200;

  private byte[] text = new byte[1];
  private boolean beyondAscii;

  /** Starts on other text; the position of its first token. */
  int over(byte[] bytes, int from) {
    text = bytes;
    beyondAscii = false;
    return space(from);
  }

  byte at(int position) {
    return text[position];
  }

  /** Checks that nothing but space follows, and that the text was UTF-8 from its start. */
  void finish(int position, int end) throws RefusedRequest {
    int rest = space(position);
    if (rest < end) {
      throw broken("something follows the value", rest);
    }
    if (beyondAscii) {
      checkUtf8(end);
    }
  }

  /** The position behind the value that starts here. */
  int value(int from) throws RefusedRequest {
    return value(from, 0);
  }

  private int value(int from, int depth) throws RefusedRequest {
    return switch (text[from]) {
      case '"' -> string(from);
      case '{' -> object(from, depth);
      case '[' -> array(from, depth);
      case 't' -> word(from, "true");
      case 'f' -> word(from, "false");
      case 'n' -> word(from, "null");
      default -> number(from);
    };
  }

  private int object(int from, int depth) throws RefusedRequest {
    int p = enter(from, depth);
    if (text[p] == '}') {
      return p + 1;
    }
    while (true) {
      p = space(value(name(p), depth + 1));
      if (text[p] == '}') {
        return p + 1;
      }
      p = comma(p);
    }
  }

  private int array(int from, int depth) throws RefusedRequest {
    int p = enter(from, depth);
    if (text[p] == ']') {
      return p + 1;
    }
    while (true) {
      p = space(value(p, depth + 1));
      if (text[p] == ']') {
        return p + 1;
      }
      p = comma(p);
    }
  }

  private int enter(int from, int depth) throws RefusedRequest {
    if (depth >= DEPTH_MAX) {
      throw broken("values are nested deeper than " + DEPTH_MAX, from);
    }
    return space(from + 1);
  }

  /** Reads {@code "name" :}; the position of the value. */
  int name(int from) throws RefusedRequest {
    if (text[from] != '"') {
      throw broken("a member name has to stand here", from);
    }
    int p = space(string(from));
    if (text[p] != ':') {
      throw broken("a colon has to stand here", p);
    }
    return space(p + 1);
  }

  /** Reads a comma; the position of the next token. */
  int comma(int from) throws RefusedRequest {
    if (text[from] != ',') {
      throw broken("a comma or the end of the list has to stand here", from);
    }
    return space(from + 1);
  }

  /** The position behind the string that starts here. */
  int string(int from) throws RefusedRequest {
    byte[] t = text;
    int p = from + 1;
    while (true) {
      byte b = t[p];
      if (b >= 0x20 && b != '"' && b != '\\') {
        p = plainUntil(t, p + 1);
      } else if (b == '"') {
        return p + 1;
      } else if (b < 0) {
        beyondAscii = true;
        p++;
      } else if (b == '\\') {
        p = escape(p + 1);
      } else {
        throw broken("a string is not closed or holds a control character", p);
      }
    }
  }

  /**
   * The position, from here on, of the first byte that is beyond ASCII or has a meaning; earlier,
   * where fewer than eight bytes are left.
   */
  static int plainUntil(byte[] text, int from) {
    int p = from;
    while (p + Long.BYTES <= text.length) {
      long eight = EightBytes.at(text, p);
      long special = EightBytes.escapes(eight) | EightBytes.beyondAscii(eight);
      if (special != 0) {
        return p + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      p += Long.BYTES;
    }
    return p;
  }

  private int escape(int from) throws RefusedRequest {
    switch (text[from]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return from + 1;
      }
      case 'u' -> {
        for (int i = from + 1; i <= from + 4; i++) {
          if (Character.digit(text[i], 16) < 0) {
            throw broken("\\u needs four hex digits", i);
          }
        }
        return from + 5;
      }
      default -> throw broken("a backslash is followed by something unknown", from);
    }
  }

  private int number(int from) throws RefusedRequest {
    int p = text[from] == '-' ? from + 1 : from;
    if (!digit(p)) {
      throw broken("a value has to stand here", from);
    }
    p = text[p] == '0' ? p + 1 : digits(p);
    if (text[p] == '.') {
      p = digits(p + 1);
    }
    if (text[p] == 'e' || text[p] == 'E') {
      p++;
      p = digits(text[p] == '+' || text[p] == '-' ? p + 1 : p);
    }
    return p;
  }

  private int digits(int from) throws RefusedRequest {
    if (!digit(from)) {
      throw broken("a digit has to stand here", from);
    }
    int p = from;
    while (digit(p)) {
      p++;
    }
    return p;
  }

  private boolean digit(int p) {
    return text[p] >= '0' && text[p] <= '9';
  }

  private int word(int from, String word) throws RefusedRequest {
    for (int i = 0; i < word.length(); i++) {
      if (text[from + i] != word.charAt(i)) {
        throw broken("a value has to stand here", from);
      }
    }
    return from + word.length();
  }

  /** Skips space from here. */
  int space(int from) {
    int p = from;
    while (text[p] == ' ' || text[p] == '\n' || text[p] == '\r' || text[p] == '\t') {
      p++;
    }
    return p;
  }

  /** Whether the string that starts here, without escapes, equals the name. */
  boolean nameIs(int from, byte[] name) {
    int end = from + 1 + name.length;
    return end < text.length
        && text[end] == '"'
        && Arrays.equals(text, from + 1, end, name, 0, name.length);
  }

  boolean hasEscape(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  /** A string's characters, or the text of another value; empty for null. The range is checked. */
  String textOf(int from, int to) {
    if (text[from] == 'n') {
      return "";
    }
    if (text[from] != '"') {
      return new String(text, from, to - from, StandardCharsets.UTF_8);
    }
    String raw = new String(text, from + 1, to - from - 2, StandardCharsets.UTF_8);
    return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
  }

  private static String unescaped(String raw) {
    var plain = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escaped = raw.charAt(i++);
      switch (escaped) {
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case 'u' -> {
          plain.append((char) Integer.parseInt(raw, i, i + 4, 16));
          i += 4;
        }
        default -> plain.append(escaped);
      }
    }
    return plain.toString();
  }

  private void checkUtf8(int end) throws RefusedRequest {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var source = ByteBuffer.wrap(text, 0, end);
    var sink = CharBuffer.allocate(8192);
    while (true) {
      var result = decoder.decode(source, sink, true);
      if (result.isError()) {
        throw broken("the text is not UTF-8", source.position());
      }
      if (result.isUnderflow()) {
        return;
      }
      sink.clear();
    }
  }

  /** Says where the text is broken, never what stands there: it is somebody's data. */
  static RefusedRequest broken(String why, int position) {
    return new RefusedRequest(
        400, "bad_json", "The JSON body is broken at byte " + position + ": " + why + ".");
  }
}
