package dev.penstock.engine.row;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes dates and times as ISO 8601 text without making objects. The calendar arithmetic is the
 * proleptic Gregorian day count that java.time uses too; a test compares the two over their range.
 */
final class IsoText {
  static final int SECONDS_A_DAY = 86_400;

  /** The longest text: a date, T, a time with nine digits of fraction, Z. */
  static final int LENGTH_MAX = 32;

  private static final long DAYS_0000_TO_1970 = 719_528L;
  private static final int DAYS_A_CYCLE = 146_097;
  private static final long FIRST_DAY = -DAYS_0000_TO_1970 + 366; // 0001-01-01
  private static final long LAST_DAY = 2_932_896L; // 9999-12-31

  private IsoText() {}

  static boolean hasFourDigitYear(long epochDay) {
    return epochDay >= FIRST_DAY && epochDay <= LAST_DAY;
  }

  /** The text of a time that does not fit four digits of year; for people only. */
  static String wide(long epochSecond, int nano, boolean zoned) {
    return LocalDateTime.ofEpochSecond(epochSecond, nano, ZoneOffset.UTC) + (zoned ? "Z" : "");
  }

  static int date(byte[] out, int at, long epochDay) {
    long zeroDay = epochDay + DAYS_0000_TO_1970 - 60; // a year that begins in March
    long yearEst = (400 * zeroDay + 591) / DAYS_A_CYCLE;
    long dayOfYear = zeroDay - (365 * yearEst + yearEst / 4 - yearEst / 100 + yearEst / 400);
    if (dayOfYear < 0) {
      yearEst--;
      dayOfYear = zeroDay - (365 * yearEst + yearEst / 4 - yearEst / 100 + yearEst / 400);
    }
    int marchMonth = ((int) dayOfYear * 5 + 2) / 153;
    int month = (marchMonth + 2) % 12 + 1;
    int day = (int) dayOfYear - (marchMonth * 306 + 5) / 10 + 1;
    int year = (int) yearEst + marchMonth / 10;
    two(out, at, year / 100);
    two(out, at + 2, year % 100);
    out[at + 4] = '-';
    two(out, at + 5, month);
    out[at + 7] = '-';
    two(out, at + 8, day);
    return at + 10;
  }

  static int time(byte[] out, int at, int secondOfDay, int nano) {
    two(out, at, secondOfDay / 3600);
    out[at + 2] = ':';
    two(out, at + 3, secondOfDay / 60 % 60);
    out[at + 5] = ':';
    two(out, at + 6, secondOfDay % 60);
    if (nano == 0) {
      return at + 8;
    }
    out[at + 8] = '.';
    int digits = nano % 1_000_000 == 0 ? 3 : nano % 1000 == 0 ? 6 : 9;
    int rest = digits == 3 ? nano / 1_000_000 : digits == 6 ? nano / 1000 : nano;
    for (int i = at + 8 + digits; i > at + 8; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + 9 + digits;
  }

  private static void two(byte[] out, int at, int value) {
    out[at] = (byte) ('0' + value / 10);
    out[at + 1] = (byte) ('0' + value % 10);
  }
}
