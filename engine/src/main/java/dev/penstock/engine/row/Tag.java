package dev.penstock.engine.row;

/**
 * The kind of a canonical value. Its number is written before the value, so that NULL, {@code ""}
 * and {@code "null"} are three different things; all exact numbers share one tag and so do all
 * texts, so that a column may widen (int4 to int8, varchar to text) without changing any row.
 *
 * <p>The numbers are part of the held state's format and never change.
 */
public enum Tag {
  /** No value; written without a length. */
  NULL(0),
  /** {@code true} or {@code false}. */
  BOOLEAN(1),
  /** An exact number in plain decimal notation without superfluous zeros. */
  NUMBER(2),
  /** An inexact number (a double or float) in its shortest decimal form. */
  FLOAT(3),
  /** Text, as UTF-8. */
  TEXT(4),
  /** A point in time in ISO 8601, always with Z. */
  INSTANT(5),
  /** A date with a time of day and no zone, ISO 8601. */
  LOCAL_DATE_TIME(6),
  /** A calendar date, ISO 8601. */
  DATE(7),
  /** A time of day without a date, ISO 8601. */
  TIME(8),
  /** Binary data in base64. */
  BYTES(9),
  /** A JSON object or array (or any JSON value), compact. */
  JSON(10),
  /** A value no JSON can carry (NaN, infinity, year 10000), in the source's own words. */
  UNREPRESENTABLE(11);

  private static final Tag[] BY_NUMBER = values();

  private final byte number;

  Tag(int number) {
    this.number = (byte) number;
  }

  /** The byte that stands before the value. */
  public byte number() {
    return number;
  }

  /**
   * The tag with this number.
   *
   * @throws IllegalArgumentException when there is none; the buffer is corrupt then
   */
  public static Tag of(int number) {
    if (number < 0 || number >= BY_NUMBER.length) {
      throw new IllegalArgumentException("no canonical tag has the number " + number);
    }
    return BY_NUMBER[number];
  }
}
