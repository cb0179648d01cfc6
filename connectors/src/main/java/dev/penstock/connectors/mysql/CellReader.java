package dev.penstock.connectors.mysql;

import dev.penstock.engine.row.RowWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Turns one value of a result set into a canonical cell. */
final class CellReader {
  private static final int DATE_LENGTH = 10;
  private static final int SECOND_LENGTH = 19;
  private static final int NANO_DIGITS = 9;
  private static final int SECONDS_A_DAY = 86_400;

  private CellReader() {}

  static void read(Reading reading, ResultSet from, int column, RowWriter row) throws SQLException {
    switch (reading) {
      case TRUTH, WHOLE -> {
        long value = from.getLong(column);
        if (from.wasNull()) {
          row.nul();
        } else if (reading == Reading.WHOLE) {
          row.number(value);
        } else {
          truth(value, row);
        }
      }
      case SINGLE, DOUBLE -> {
        double value = from.getDouble(column);
        if (from.wasNull()) {
          row.nul();
        } else if (reading == Reading.DOUBLE) {
          row.floating(value);
        } else {
          row.floating((float) value);
        }
      }
      case DIGITS, TEXT, DATE, DATE_TIME, INSTANT, BYTES, JSON -> {
        byte[] value = from.getBytes(column);
        if (value == null) {
          row.nul();
        } else {
          bytes(reading, value, row);
        }
      }
    }
  }

  private static void truth(long value, RowWriter row) {
    if (value == 0 || value == 1) {
      row.bool(value == 1);
    } else {
      row.unrepresentable(value + " in a column of truth values");
    }
  }

  private static void bytes(Reading reading, byte[] value, RowWriter row) {
    switch (reading) {
      case DIGITS -> row.decimal(value, 0, value.length);
      case TEXT -> row.text(value, 0, value.length);
      case JSON -> row.json(value, 0, value.length);
      case BYTES -> row.binary(value, 0, value.length);
      case DATE, DATE_TIME, INSTANT -> moment(reading, value, row);
      case TRUTH, WHOLE, SINGLE, DOUBLE -> throw new IllegalStateException("not read as bytes");
    }
  }

  /** The server's text: {@code 2026-01-31} or {@code 2026-01-31 12:30:00.250000}. */
  private static void moment(Reading reading, byte[] text, RowWriter row) {
    try {
      long day =
          LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)).toEpochDay();
      if (reading == Reading.DATE) {
        row.date(day);
        return;
      }
      if (text.length < SECOND_LENGTH || text[DATE_LENGTH] != ' ') {
        throw new DateTimeException("no time of day");
      }
      long second =
          day * SECONDS_A_DAY
              + number(text, 11, 2) * 3600L
              + number(text, 14, 2) * 60L
              + number(text, 17, 2);
      int nano = nano(text);
      if (reading == Reading.INSTANT) {
        row.instant(second, nano);
      } else {
        row.localDateTime(second, nano);
      }
    } catch (DateTimeException e) {
      row.unrepresentable(new String(text, StandardCharsets.UTF_8)); // 0000-00-00 and its kind
    }
  }

  private static int nano(byte[] text) {
    int nano = 0;
    int digits = 0;
    for (int at = SECOND_LENGTH + 1; at < text.length; at++, digits++) {
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
