package dev.penstock.engine.language;

import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.util.Locale;

/** {@code @case}, {@code @replace} and {@code @json}. */
final class Texts {
  private Texts() {}

  static Expression letterCase(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof ObjectValue object)) {
      return compiler.fails("@case requires an object with a \"operator\" key");
    }
    if (object.get("operator").falsy()) {
      return compiler.fails("@case requires a \"operator\" key");
    }
    if (object.get("value").falsy()) {
      return Expression.constant(Value.MISSING);
    }
    String operator = JsText.of(object.get("operator"));
    Expression value = compiler.compile(object.get("value"));
    return payload -> {
      Value resolved = value.of(payload);
      if (!(resolved instanceof Text text)) {
        return resolved;
      }
      return Text.of(
          switch (operator) {
            case "lower" -> text.string().toLowerCase(Locale.ROOT);
            case "upper" -> text.string().toUpperCase(Locale.ROOT);
            default ->
                throw MappingException.runtime(
                    "operator key should have a value of \"lower\" or \"upper\"");
          });
    };
  }

  static Expression replace(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof ObjectValue object)) {
      return compiler.fails("@replace requires an object with a \"pattern\" key");
    }
    if (object.get("pattern").falsy()) {
      return compiler.fails("@replace requires a \"pattern\" key");
    }
    if (object.get("value").falsy()) {
      return Expression.constant(Value.MISSING);
    }
    Expression value = compiler.compile(object.get("value"));
    boolean ignoreCase = object.get("ignorecase") == Value.TRUE;
    boolean all = object.get("global") != Value.FALSE;
    boolean texts =
        object.get("pattern") instanceof Text
            && (object.get("replacement").absent() || object.get("replacement") instanceof Text);
    Replacement first =
        new Replacement(
            text(object.get("pattern")), text(object.get("replacement")), ignoreCase, all);
    Replacement second =
        new Replacement(
            text(object.get("pattern2")), text(object.get("replacement2")), ignoreCase, all);
    return payload -> {
      Value resolved = value.of(payload);
      if (!texts
          || !(resolved instanceof Text
              || resolved instanceof Num
              || resolved instanceof Value.Bool)) {
        return Text.EMPTY;
      }
      String once = first.in(JsText.of(resolved));
      return Text.of(second.pattern().isEmpty() ? once : second.in(once));
    };
  }

  private static String text(Value value) {
    return value instanceof Text text ? text.string() : "";
  }

  static Expression json(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof ObjectValue object)) {
      return compiler.fails("@json requires an object with a \"value\" key");
    }
    if (object.get("mode").falsy()) {
      return compiler.fails("@json requires a \"mode\" key");
    }
    if (object.get("value").falsy()) {
      return compiler.fails("@json requires a \"value\" key");
    }
    Expression value = compiler.compile(object.get("value"));
    return switch (text(object.get("mode"))) {
      case "encode" ->
          payload ->
              JsText.json(value.of(payload))
                  .map(json -> (Value) Text.of(json))
                  .orElse(Value.MISSING);
      case "decode" -> payload -> decoded(value.of(payload));
      default -> Expression.constant(Value.MISSING);
    };
  }

  /** Text that is no JSON stays as it is. */
  private static Value decoded(Value value) {
    if (!(value instanceof Text text)) {
      return value;
    }
    try {
      byte[] utf8 = text.bytes();
      return new ValueReader().read(utf8, text.from(), text.length());
    } catch (IllegalArgumentException noJson) {
      return value;
    }
  }
}
