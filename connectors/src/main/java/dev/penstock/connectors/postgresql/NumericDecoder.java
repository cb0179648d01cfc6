package dev.penstock.connectors.postgresql;

import dev.penstock.engine.row.RowWriter;
import java.sql.SQLException;

/**
 * Writes a binary {@code numeric} as plain decimal text. The form (numeric_send in the server's
 * numeric.c) is four 16-bit numbers (count of digits, weight of the first, sign, displayed scale)
 * and then digits to the base of 10,000. Used by one thread.
 */
final class NumericDecoder {
  private static final int HEADER = 8;
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int PLUS_INFINITY = 0xD000;
  private static final int MINUS_INFINITY = 0xF000;

  /** Grows once to at most 147,459 characters, the longest numeric that the server can hold. */
  private byte[] ascii = new byte[64];

  void read(byte[] from, int at, int length, RowWriter row) throws SQLException {
    int digits = length >= HEADER ? u16(from, at) : -1;
    if (length != HEADER + 2 * digits) {
      throw new SQLException("a numeric has an unknown binary form", SqlStates.PROTOCOL_VIOLATION);
    }
    int weight = (short) u16(from, at + 2);
    int sign = u16(from, at + 4);
    if (sign == NAN || sign == PLUS_INFINITY || sign == MINUS_INFINITY) {
      row.unrepresentable(sign == NAN ? "NaN" : sign == PLUS_INFINITY ? "Infinity" : "-Infinity");
      return;
    }
    int whole = Math.max(weight + 1, 0);
    int fraction = Math.max(digits - weight - 1, 0);
    int longest = 4 * (whole + fraction) + 3;
    if (ascii.length < longest) {
      ascii = new byte[longest];
    }
    int to = 0;
    if (sign == NEGATIVE) {
      ascii[to++] = '-';
    }
    if (whole == 0) {
      ascii[to++] = '0';
    }
    for (int i = 0; i < whole; i++) {
      to = group(to, i < digits ? u16(from, at + HEADER + 2 * i) : 0);
    }
    if (fraction > 0) {
      ascii[to++] = '.';
      for (int i = weight + 1; i < digits; i++) {
        to = group(to, i >= 0 ? u16(from, at + HEADER + 2 * i) : 0);
      }
    }
    row.decimal(ascii, 0, to);
  }

  private int group(int to, int digit) {
    ascii[to] = (byte) ('0' + digit / 1000);
    ascii[to + 1] = (byte) ('0' + digit / 100 % 10);
    ascii[to + 2] = (byte) ('0' + digit / 10 % 10);
    ascii[to + 3] = (byte) ('0' + digit % 10);
    return to + 4;
  }

  private static int u16(byte[] from, int at) {
    return (from[at] & 0xff) << 8 | (from[at + 1] & 0xff);
  }
}
