package dev.penstock.engine.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one row in canonical form: per column a {@link Tag}, a variable-length size and the value
 * as UTF-8. The buffer is used again for the next row. Used by one thread.
 *
 * <p>A cell or row over its limit is not stored but remembered as {@link #oversize()}, so a giant
 * row costs no memory and the rows around it go on.
 */
public final class RowWriter {
  private static final int LENGTH_BYTES_MAX = 5;

  private final RowLimits limits;
  private byte[] bytes = new byte[1024];
  private int size;
  private int cells;
  private int keyCells;
  private int keySize;
  private boolean keyNull;
  private boolean oversize;
  private boolean keyCut;

  public RowWriter(RowLimits limits) {
    this.limits = limits;
  }

  /** Starts the next row, whose first {@code keyCells} cells are its key. */
  public void begin(int keyCells) {
    this.keyCells = keyCells;
    size = 0;
    cells = 0;
    keySize = 0;
    keyNull = false;
    oversize = false;
    keyCut = false;
  }

  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  /** How many cells the row has so far. */
  public int cells() {
    return cells;
  }

  /** The length of the key, a prefix of the row, in bytes. */
  public int keySize() {
    return keySize;
  }

  /** Whether a key column is null. */
  public boolean keyNull() {
    return keyNull;
  }

  /** Whether the key itself is too large to be kept; then the row cannot be told from others. */
  public boolean keyOversize() {
    return keySize > limits.keyBytes() || keyCut;
  }

  public boolean oversize() {
    return oversize;
  }

  public void nul() {
    ensure(1);
    bytes[size++] = Tag.NULL.number();
    if (cells < keyCells) {
      keyNull = true;
    }
    endCell();
  }

  public void bool(boolean value) {
    ascii(Tag.BOOLEAN, value ? "true" : "false");
  }

  /** An exact whole number. */
  public void number(long value) {
    if (value == Long.MIN_VALUE) {
      ascii(Tag.NUMBER, "-9223372036854775808");
      return;
    }
    long rest = Math.abs(value);
    int digits = value < 0 ? 2 : 1;
    for (long r = rest; r >= 10; r /= 10) {
      digits++;
    }
    ensure(digits + 2);
    bytes[size++] = Tag.NUMBER.number();
    bytes[size++] = (byte) digits;
    int at = size + digits;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    if (value < 0) {
      bytes[--at] = '-';
    }
    size += digits;
    endCell();
  }

  /**
   * An exact decimal in plain notation ({@code -12.50}, no exponent); superfluous zeros are
   * removed, so that 1.0 and 1.00 are the same value.
   */
  public void decimal(byte[] ascii, int offset, int length) {
    int from = offset;
    int to = offset + length;
    boolean negative = from < to && ascii[from] == '-';
    if (negative || (from < to && ascii[from] == '+')) {
      from++;
    }
    int point = from;
    while (point < to && ascii[point] != '.') {
      point++;
    }
    while (from < point - 1 && ascii[from] == '0') {
      from++;
    }
    if (point < to) {
      while (to > point && (ascii[to - 1] == '0' || ascii[to - 1] == '.')) {
        to--;
        if (to == point) {
          break;
        }
      }
    }
    boolean zero = to == from || (to - from == 1 && ascii[from] == '0');
    boolean bare = from == point; // ".5" has no digit before its point
    int length2 = to - from + (bare ? 1 : 0) + (negative && !zero ? 1 : 0);
    start(Tag.NUMBER, length2);
    if (oversize) {
      endCell();
      return;
    }
    if (negative && !zero) {
      bytes[size++] = '-';
    }
    if (bare) {
      bytes[size++] = '0';
    }
    System.arraycopy(ascii, from, bytes, size, to - from);
    size += to - from;
    endCell();
  }

  /** An inexact number; NaN and the infinities cannot be carried by JSON. */
  public void floating(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      ascii(Tag.UNREPRESENTABLE, Double.toString(value));
      return;
    }
    ascii(Tag.FLOAT, shortest(Double.toString(value == 0 ? 0.0 : value)));
  }

  /** A single-precision number, in the shortest form that gives the same float again. */
  public void floating(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      ascii(Tag.UNREPRESENTABLE, Float.toString(value));
      return;
    }
    ascii(Tag.FLOAT, shortest(Float.toString(value == 0 ? 0.0f : value)));
  }

  private static String shortest(String java) {
    return java.endsWith(".0") ? java.substring(0, java.length() - 2) : java.replace(".0E", "E");
  }

  /** A point in time. */
  public void instant(long epochSecond, int nano) {
    dateTime(Tag.INSTANT, epochSecond, nano);
  }

  /** A date and time of day without a zone, as if it were in UTC. */
  public void localDateTime(long epochSecond, int nano) {
    dateTime(Tag.LOCAL_DATE_TIME, epochSecond, nano);
  }

  private void dateTime(Tag tag, long epochSecond, int nano) {
    long day = Math.floorDiv(epochSecond, IsoText.SECONDS_A_DAY);
    if (!IsoText.hasFourDigitYear(day)) {
      ascii(Tag.UNREPRESENTABLE, IsoText.wide(epochSecond, nano, tag == Tag.INSTANT));
      return;
    }
    ensure(2 + IsoText.LENGTH_MAX);
    bytes[size] = tag.number();
    int end = IsoText.date(bytes, size + 2, day);
    bytes[end++] = 'T';
    end = IsoText.time(bytes, end, Math.floorMod(epochSecond, IsoText.SECONDS_A_DAY), nano);
    if (tag == Tag.INSTANT) {
      bytes[end++] = 'Z';
    }
    bytes[size + 1] = (byte) (end - size - 2);
    size = end;
    endCell();
  }

  /** A calendar date. */
  public void date(long epochDay) {
    if (!IsoText.hasFourDigitYear(epochDay)) {
      ascii(Tag.UNREPRESENTABLE, java.time.LocalDate.ofEpochDay(epochDay).toString());
      return;
    }
    ensure(2 + IsoText.LENGTH_MAX);
    bytes[size] = Tag.DATE.number();
    int end = IsoText.date(bytes, size + 2, epochDay);
    bytes[size + 1] = (byte) (end - size - 2);
    size = end;
    endCell();
  }

  /** A time of day; 24:00 is kept as such. */
  public void time(int secondOfDay, int nano) {
    ensure(2 + IsoText.LENGTH_MAX);
    bytes[size] = Tag.TIME.number();
    int end = IsoText.time(bytes, size + 2, secondOfDay, nano);
    bytes[size + 1] = (byte) (end - size - 2);
    size = end;
    endCell();
  }

  /** Text that is valid UTF-8 already. */
  public void text(byte[] utf8, int offset, int length) {
    value(Tag.TEXT, utf8, offset, length);
  }

  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    value(Tag.TEXT, utf8, 0, utf8.length);
  }

  /**
   * A JSON value as text; white space between its tokens is left out. Nested deeper than a hundred
   * levels, or with half a character in it, it cannot be represented.
   */
  public void json(byte[] utf8, int offset, int length) {
    String fault = length > limits.cellBytes() ? "" : CompactJson.fault(utf8, offset, length);
    if (!fault.isEmpty()) {
      unrepresentable(fault);
      return;
    }
    start(Tag.JSON, length);
    if (oversize) {
      endCell();
      return;
    }
    int lengthAt = size - lengthSize(length);
    int start = size;
    size = CompactJson.copy(utf8, offset, length, bytes, size);
    int compact = size - start;
    if (compact != length) {
      int shift = lengthSize(length) - lengthSize(compact);
      System.arraycopy(bytes, start, bytes, start - shift, compact);
      size = putLength(lengthAt, compact) + compact;
    }
    endCell();
  }

  /** Binary data, kept as base64. */
  public void binary(byte[] data, int offset, int length) {
    byte[] raw =
        offset == 0 && length == data.length
            ? data
            : Arrays.copyOfRange(data, offset, offset + length);
    byte[] base64 = java.util.Base64.getEncoder().encode(raw);
    value(Tag.BYTES, base64, 0, base64.length);
  }

  /** A value that JSON cannot carry, in the source's own words. */
  public void unrepresentable(String words) {
    byte[] utf8 = words.getBytes(StandardCharsets.UTF_8);
    value(Tag.UNREPRESENTABLE, utf8, 0, utf8.length);
  }

  /** A value that is canonical already. */
  public void value(Tag tag, byte[] source, int offset, int length) {
    start(tag, length);
    if (!oversize) {
      System.arraycopy(source, offset, bytes, size, length);
      size += length;
    }
    endCell();
  }

  private void ascii(Tag tag, String value) {
    int length = value.length();
    start(tag, length);
    if (!oversize) {
      for (int i = 0; i < length; i++) {
        bytes[size++] = (byte) value.charAt(i);
      }
    }
    endCell();
  }

  private void start(Tag tag, int length) {
    if (length > limits.cellBytes() || size + length > limits.rowBytes()) {
      oversize = true;
      return;
    }
    ensure(length + 1 + LENGTH_BYTES_MAX);
    bytes[size++] = tag.number();
    size = putLength(size, length);
  }

  private int putLength(int at, int length) {
    int rest = length;
    int to = at;
    while (rest >= 0x80) {
      bytes[to++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[to++] = (byte) rest;
    return to;
  }

  private static int lengthSize(int length) {
    int n = 1;
    for (int rest = length >>> 7; rest > 0; rest >>>= 7) {
      n++;
    }
    return n;
  }

  private void endCell() {
    cells++;
    if (cells == keyCells) {
      keySize = size;
      keyCut = oversize;
    }
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
