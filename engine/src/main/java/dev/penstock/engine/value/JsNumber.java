package dev.penstock.engine.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.regex.Pattern;

/** How JavaScript writes numbers (ECMA-262, Number::toString with radix 10). */
public final class JsNumber {
  /** From ten to this power on, numbers are written with an exponent. */
  private static final int EXPONENT_FROM = 21;

  /** Numbers with more zeros after the point are written with an exponent. */
  private static final int ZEROS_MAX = 6;

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]+");

  private JsNumber() {}

  /** As {@code Number(text)}: with space around it, in hexadecimal too; NaN when it is none. */
  public static double parse(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return 0;
    }
    if (DECIMAL.matcher(stripped).matches()) {
      return Double.parseDouble(stripped);
    }
    if (HEXADECIMAL.matcher(stripped).matches()) {
      return new BigInteger(stripped.substring(2), 16).doubleValue();
    }
    return switch (stripped) {
      case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  public static String text(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(number));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return (number < 0 ? "-" : "") + placed(digits, point);
  }

  /**
   * The fewest digits that lead back to the double. Java finds them too, but never fewer than two,
   * which makes 4.9e-324 of 5e-324.
   */
  private static BigDecimal shortest(double number) {
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    BigDecimal one = digits.round(new MathContext(1));
    return digits.precision() == 2 && one.doubleValue() == number ? one : digits;
  }

  /** Digits with the point after so many of them; before them if negative. */
  private static String placed(String digits, int point) {
    if (digits.length() <= point && point <= EXPONENT_FROM) {
      return digits + "0".repeat(point - digits.length());
    }
    if (0 < point && point <= EXPONENT_FROM) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-ZEROS_MAX < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    int exponent = point - 1;
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (exponent > 0 ? "+" : "-") + Math.abs(exponent);
  }
}
