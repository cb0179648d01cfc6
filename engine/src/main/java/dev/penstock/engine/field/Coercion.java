package dev.penstock.engine.field;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.JsNumber;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.math.BigDecimal;

/** What may become a value of another type without anybody asking for it. */
final class Coercion {
  private Coercion() {}

  /** The value as a field of the type takes it, or missing when it cannot be one. */
  static Value to(FieldType type, Value value) {
    boolean whole = type == FieldType.OBJECT || type == FieldType.ANYTHING;
    if (value instanceof ArrayValue array && array.size() == 1 && !whole) {
      return to(type, array.get(0));
    }
    return switch (type) {
      case STRING, TEXT, PASSWORD -> text(value);
      case NUMBER -> number(value);
      case INTEGER -> integer(value);
      case BOOLEAN -> truth(value);
      case DATETIME -> value instanceof Text || value instanceof Num ? value : Value.MISSING;
      case OBJECT -> value instanceof ObjectValue ? value : Value.MISSING;
      case ANYTHING -> value;
    };
  }

  private static Value text(Value value) {
    return switch (value) {
      case Text text -> text;
      case Num _, Value.Bool _ -> Text.of(JsText.of(value));
      default -> Value.MISSING;
    };
  }

  private static Value number(Value value) {
    return switch (value) {
      case Num number -> number;
      case Value.Bool bool -> Num.of(bool.value() ? 1 : 0);
      case Text text -> number(text.string().strip());
      default -> Value.MISSING;
    };
  }

  /** Text that is a JSON number stays exact; other ways to write one go through a double. */
  private static Value number(String text) {
    double number = text.isEmpty() ? Double.NaN : JsNumber.parse(text);
    if (!Double.isFinite(number)) {
      return Value.MISSING;
    }
    try {
      return ValueReader.read(text);
    } catch (IllegalArgumentException noJson) {
      return Num.of(number);
    }
  }

  private static Value integer(Value value) {
    if (!(number(value) instanceof Num number)) {
      return Value.MISSING;
    }
    BigDecimal exact = number.exact().stripTrailingZeros();
    return exact.scale() > 0 ? Value.MISSING : Num.token(exact.toPlainString());
  }

  private static Value truth(Value value) {
    return switch (value) {
      case Value.Bool bool -> bool;
      case Text text when text.string().equals("true") -> Value.TRUE;
      case Text text when text.string().equals("false") -> Value.FALSE;
      case Num number when number.exact().compareTo(BigDecimal.ONE) == 0 -> Value.TRUE;
      case Num number when number.exact().signum() == 0 -> Value.FALSE;
      default -> Value.MISSING;
    };
  }
}
