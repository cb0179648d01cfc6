package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.MomentText;
import dev.penstock.engine.row.RowWriter;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Turns one value of a result set into a canonical cell. */
final class CellReader {
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
      case DATE -> MomentText.date(value, row);
      case DATE_TIME -> MomentText.dateTime(value, row);
      case INSTANT -> MomentText.instant(value, row);
      case TRUTH, WHOLE, SINGLE, DOUBLE -> throw new IllegalStateException("not read as bytes");
    }
  }
}
