package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Cleaning;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Value;

/** {@code @if} and {@code @excludeWhenNull}. */
final class Choices {
  private Choices() {}

  static Expression branch(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof ObjectValue object)) {
      return compiler.fails("@if requires an object with an \"exists\" key");
    }
    Value exists = object.get("exists");
    Value blank = object.get("blank");
    if (exists.falsy() && blank.falsy()) {
      return compiler.fails("@if requires an \"exists\" key or a \"blank\" key");
    }
    boolean byExistence = exists != Value.MISSING;
    Expression asked = compiler.compile(byExistence ? exists : blank);
    Expression then = compiler.compile(object.get("then"));
    Value raw = object.get("else");
    Expression otherwise = raw.falsy() ? Expression.constant(Value.MISSING) : compiler.compile(raw);
    return payload -> {
      Value value = asked.of(payload);
      boolean holds = byExistence ? !value.absent() : !isBlank(value);
      return holds ? then.of(payload) : otherwise.of(payload);
    };
  }

  /** Missing, null, or loosely equal to the empty text, as JavaScript compares. */
  private static boolean isBlank(Value value) {
    return value.falsy() || (value instanceof ArrayValue && JsText.of(value).isEmpty());
  }

  static Expression withoutNulls(Value argument, MappingCompiler compiler) {
    Expression value = compiler.compile(argument);
    return payload -> Cleaning.withoutNulls(value.of(payload));
  }
}
