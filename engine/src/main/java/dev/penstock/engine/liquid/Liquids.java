package dev.penstock.engine.liquid;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.JsNumber;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;

/** What Liquid makes of values. */
final class Liquids {
  private Liquids() {}

  /** Everything but missing, null and false. */
  static boolean truthy(Value value) {
    return !value.absent() && value != Value.FALSE;
  }

  /** Lists are written without anything between their items. */
  static String text(Value value) {
    if (!(value instanceof ArrayValue array)) {
      return JsText.of(value);
    }
    StringBuilder out = new StringBuilder();
    for (Value item : array.items()) {
      out.append(text(item));
    }
    return out.toString();
  }

  /** As a number; what is none counts as zero. */
  static double number(Value value) {
    double number = strictNumber(value);
    return Double.isNaN(number) ? 0 : number;
  }

  /** As JavaScript's {@code Number(value)}. */
  static double strictNumber(Value value) {
    return switch (value) {
      case Num number -> number.toDouble();
      case Value.Null _ -> 0;
      case Value.Bool bool -> bool.value() ? 1 : 0;
      case Text text -> JsNumber.parse(text.string());
      case ArrayValue _ -> JsNumber.parse(JsText.of(value));
      default -> Double.NaN;
    };
  }

  /** What is not finite becomes its word, which counts as the same number again. */
  static Value number(double number) {
    return Double.isFinite(number) ? Num.of(number) : Text.of(JsNumber.text(number));
  }

  static Value character(String text, double index) {
    return index >= 0 && index < text.length()
        ? Text.of(String.valueOf(text.charAt((int) index)))
        : Value.MISSING;
  }
}
