package dev.penstock.connectors.jdbc;

import dev.penstock.engine.row.RowWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Reads dates and times as databases print them: {@code 2026-01-31} and {@code 2026-01-31
 * 12:30:00.25}. What is no such date (a zero date, infinity, a year before 1 or beyond 9999) is
 * written as unrepresentable, in the database's own words.
 */
public final class MomentText {
  private static final int DATE_LENGTH = 10;
  private static final int SECOND_LENGTH = 19;
  private static final int NANO_DIGITS = 9;
  private static final int SECONDS_A_DAY = 86_400;

  private MomentText() {}

  public static void date(byte[] text, RowWriter row) {
    try {
      if (text.length != DATE_LENGTH) {
        throw new DateTimeException("no plain date");
      }
      row.date(day(text));
    } catch (DateTimeException e) {
      row.unrepresentable(new String(text, StandardCharsets.UTF_8));
    }
  }

  public static void dateTime(byte[] text, RowWriter row) {
    try {
      row.localDateTime(second(text), nano(text, SECOND_LENGTH));
    } catch (DateTimeException e) {
      row.unrepresentable(new String(text, StandardCharsets.UTF_8));
    }
  }

  /** A date and time in UTC, printed without its zone. */
  public static void instant(byte[] text, RowWriter row) {
    try {
      row.instant(second(text), nano(text, SECOND_LENGTH));
    } catch (DateTimeException e) {
      row.unrepresentable(new String(text, StandardCharsets.UTF_8));
    }
  }

  private static long day(byte[] text) {
    return LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)).toEpochDay();
  }

  private static long second(byte[] text) {
    if (text.length < SECOND_LENGTH || text[DATE_LENGTH] != ' ') {
      throw new DateTimeException("no time of day");
    }
    return day(text) * SECONDS_A_DAY
        + number(text, 11, 2) * 3600L
        + number(text, 14, 2) * 60L
        + number(text, 17, 2);
  }

  private static int nano(byte[] text, int point) {
    int nano = 0;
    int digits = 0;
    for (int at = point + 1; at < text.length; at++, digits++) {
      nano = nano * 10 + number(text, at, 1);
    }
    for (; digits < NANO_DIGITS; digits++) {
      nano *= 10;
    }
    return nano;
  }

  private static int number(byte[] text, int from, int digits) {
    int value = 0;
    for (int at = from; at < from + digits; at++) {
      int digit = at < text.length ? text[at] - '0' : -1;
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("no digit");
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
