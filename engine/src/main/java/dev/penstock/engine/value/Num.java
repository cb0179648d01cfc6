package dev.penstock.engine.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An exact number: a JSON number token, passed on as it came. Only arithmetic and JavaScript's text
 * look into it.
 */
public final class Num implements Value {
  /** Up to here a double holds every integer. */
  private static final double EXACT_MAX = 0x1p53;

  private final byte[] bytes;
  private final int from;
  private final int length;
  private @Nullable String token;

  private Num(byte[] bytes, int from, int length, @Nullable String token) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.token = token;
  }

  /** A token inside bytes that do not change. */
  public static Num token(byte[] bytes, int from, int length) {
    return new Num(bytes, from, length, null);
  }

  public static Num token(String token) {
    byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
    return new Num(bytes, 0, bytes.length, token);
  }

  public static Num of(long number) {
    return token(Long.toString(number));
  }

  /** A finite number; JSON has no others. */
  public static Num of(double number) {
    if (number == Math.rint(number) && Math.abs(number) < EXACT_MAX) {
      return of((long) number);
    }
    return token(JsNumber.text(number));
  }

  public byte[] bytes() {
    return bytes;
  }

  public int from() {
    return from;
  }

  public int length() {
    return length;
  }

  /** The JSON token. */
  public String token() {
    String known = token;
    if (known == null) {
      known = new String(bytes, from, length, StandardCharsets.US_ASCII);
      token = known;
    }
    return known;
  }

  public double toDouble() {
    return isShortInteger() ? toLong() : Double.parseDouble(token());
  }

  public BigDecimal exact() {
    return new BigDecimal(token());
  }

  boolean isZero() {
    for (int i = from; i < from + length; i++) {
      byte b = bytes[i];
      if (b == 'e' || b == 'E') {
        return true;
      }
      if (b >= '1' && b <= '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * How JavaScript writes the number, where a double holds exactly what is written; else all its
   * digits. (JavaScript would round 9007199254740993 to ...992, and an id would be another one.)
   */
  public String text() {
    if (isShortInteger() && !(bytes[from] == '-' && toLong() == 0)) {
      return token();
    }
    BigDecimal exact = exact();
    double nearest = exact.doubleValue();
    if (Double.isInfinite(nearest)) {
      return token();
    }
    String text = JsNumber.text(nearest);
    return new BigDecimal(text).compareTo(exact) == 0 ? text : exact.toPlainString();
  }

  /** Whether the token is an integer of at most fifteen digits. */
  private boolean isShortInteger() {
    if (length > 15) {
      return false;
    }
    for (int i = bytes[from] == '-' ? from + 1 : from; i < from + length; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private long toLong() {
    long number = 0;
    boolean negative = bytes[from] == '-';
    for (int i = negative ? from + 1 : from; i < from + length; i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    return negative ? -number : number;
  }

  @Override
  public String toString() {
    return token();
  }
}
