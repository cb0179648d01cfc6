package dev.penstock.engine.row;

/** Copies JSON text without the white space between its tokens. */
final class CompactJson {
  /** Deeper values are a mistake, and readers at destinations recurse once per level. */
  static final int DEPTH_MAX = 100;

  private CompactJson() {}

  /**
   * Why no destination could be given this JSON text: it nests too deep, or an escape is half of a
   * character, which no UTF-8 can carry. Empty when nothing speaks against it.
   */
  static String fault(byte[] json, int offset, int length) {
    int depth = 0;
    boolean inText = false;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte b = json[i];
      if (b == '"') {
        inText = !inText;
      } else if (inText) {
        if (b == '\\') {
          int unit = unit(json, i, end);
          if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
            boolean pair = unit < Character.MIN_LOW_SURROGATE && isLow(unit(json, i + 6, end));
            if (!pair) {
              return "a half of a character (\\u%x) in JSON".formatted(unit);
            }
            i += 6;
          }
          i++;
        }
      } else if (b == '[' || b == '{') {
        if (++depth > DEPTH_MAX) {
          return "JSON nested deeper than " + DEPTH_MAX;
        }
      } else if (b == ']' || b == '}') {
        depth--;
      }
    }
    return "";
  }

  /** The code unit of an escape with four digits; -1 when there is none here. */
  private static int unit(byte[] json, int at, int end) {
    if (at + 6 > end || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      unit = unit * 16 + Character.digit(json[i], 16);
    }
    return unit;
  }

  private static boolean isLow(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }

  /** Returns the position in {@code to} after the copy, which is never longer than the original. */
  static int copy(byte[] from, int offset, int length, byte[] to, int at) {
    int out = at;
    boolean inText = false;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte b = from[i];
      if (inText) {
        to[out++] = b;
        if (b == '\\' && i + 1 < end) {
          to[out++] = from[++i];
        } else if (b == '"') {
          inText = false;
        }
      } else if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
        to[out++] = b;
        inText = b == '"';
      }
    }
    return out;
  }
}
