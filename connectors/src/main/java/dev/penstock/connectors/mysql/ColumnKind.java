package dev.penstock.connectors.mysql;

import dev.penstock.engine.json.Json;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * How the values of a column are written, so that the server neither rounds nor guesses. A number
 * goes to a column of exact numbers as a number, because the server compares such a column with a
 * text as doubles.
 */
enum ColumnKind {
  WHOLE,
  DECIMAL,
  FLOAT,
  BITS,
  BYTES,
  MOMENT,
  LISTED,
  TEXT;

  /** Beyond this the server has no exact number, and the digits written out would be many. */
  private static final int DIGITS_MAX = 100;

  /** What stands around a value, or the whole of a short one. */
  private static final int SHORT = 16;

  private static final int ASCII = 0x80;
  private static final int UTF_8_MAX = 3; // of one char; a pair of surrogates has four bytes

  private static final Pattern PLAIN_NUMBER = Pattern.compile("[+-]?\\d{1,65}(\\.\\d{1,38})?");

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private static final Pattern NUMBER_IN_A_LIST = Pattern.compile("'\\d+'");

  private static final DateTimeFormatter IN_UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  /** A value that the server would take for another one. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    Unfit(String why) {
      super(why);
    }
  }

  /**
   * The kind of a type as information_schema names it.
   *
   * @param whole with its length or its list of values
   */
  static ColumnKind of(String type, String whole) {
    return switch (type) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "year" -> WHOLE;
      case "decimal" -> DECIMAL;
      case "float", "double" -> FLOAT;
      case "bit" -> BITS;
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> BYTES;
      case "datetime", "timestamp" -> MOMENT;
      case "enum", "set" -> NUMBER_IN_A_LIST.matcher(whole).find() ? TEXT : LISTED;
      default -> TEXT;
    };
  }

  /**
   * Binds the value.
   *
   * @return at most how many bytes it has in the statement
   * @throws Unfit when it must not be sent
   */
  long bind(PreparedStatement statement, int at, Json value) throws SQLException, Unfit {
    return switch (value) {
      case Json.Null() -> {
        statement.setNull(at, Types.VARCHAR);
        yield SHORT;
      }
      case Json.Bool(boolean yes) when isNumber() ->
          number(statement, at, yes ? BigDecimal.ONE : BigDecimal.ZERO);
      case Json.Num(BigDecimal number) -> number(statement, at, number);
      case Json.Text(String text) -> text(statement, at, text);
      case Json.Bool _, Json.Array _, Json.Obj _ -> string(statement, at, value.text());
    };
  }

  private static long string(PreparedStatement statement, int at, String text) throws SQLException {
    statement.setString(at, text);
    long bytes = SHORT;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escaped = c == '\'' || c == '"' || c == '\\' || c == 0;
      bytes += c < ASCII ? (escaped ? 2 : 1) : Character.isSurrogate(c) ? 2 : UTF_8_MAX;
    }
    return bytes;
  }

  private boolean isNumber() {
    return this == WHOLE || this == DECIMAL || this == FLOAT || this == BITS;
  }

  private long number(PreparedStatement statement, int at, BigDecimal number)
      throws SQLException, Unfit {
    boolean exact = this == WHOLE || this == DECIMAL || this == BITS;
    boolean huge = number.precision() > DIGITS_MAX || Math.abs(number.scale()) > DIGITS_MAX;
    if (!exact || huge) {
      return text(statement, at, huge ? number.toString() : number.toPlainString());
    }
    if (this != DECIMAL && number.stripTrailingZeros().scale() > 0) {
      throw new Unfit("The column takes whole numbers, and the server would round this one.");
    }
    statement.setBigDecimal(at, number);
    return (long) SHORT + number.precision() + Math.abs(number.scale());
  }

  private long text(PreparedStatement statement, int at, String text) throws SQLException, Unfit {
    return switch (this) {
      case WHOLE, DECIMAL, BITS -> {
        if (PLAIN_NUMBER.matcher(text).matches()) {
          yield number(statement, at, new BigDecimal(text));
        }
        if (this == BITS) {
          throw new Unfit("The column takes bits, as a number or true or false.");
        }
        yield string(statement, at, text);
      }
      case MOMENT -> string(statement, at, inUtc(text));
      case BYTES -> bytes(statement, at, text);
      case LISTED -> {
        if (DIGITS.matcher(text).matches()) {
          throw new Unfit("The server would take the number for a place in the column's list.");
        }
        yield string(statement, at, text);
      }
      case FLOAT, TEXT -> string(statement, at, text);
    };
  }

  private static long bytes(PreparedStatement statement, int at, String text)
      throws SQLException, Unfit {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      statement.setBytes(at, bytes);
      return SHORT + 2L * bytes.length; // each may be escaped
    } catch (IllegalArgumentException e) {
      throw new Unfit("The column takes bytes, written as base64.");
    }
  }

  /** The session's zone is UTC, and the server knows no zones in text. */
  private static String inUtc(String text) {
    try {
      LocalDateTime moment =
          OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      return IN_UTC.format(moment);
    } catch (DateTimeParseException withoutZone) {
      return text;
    }
  }
}
