package dev.penstock.engine.row;

/** Copies JSON text without the white space between its tokens. */
final class CompactJson {
  private CompactJson() {}

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
