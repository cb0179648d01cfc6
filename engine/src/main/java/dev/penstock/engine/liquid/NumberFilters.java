package dev.penstock.engine.liquid;

import dev.penstock.engine.liquid.Filters.Call;
import dev.penstock.engine.value.Value;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic; all in doubles, as in JavaScript. */
final class NumberFilters {
  private NumberFilters() {}

  static void register(Map<String, Filters.Function> all) {
    all.put("abs", one(Math::abs));
    all.put("ceil", one(Math::ceil));
    all.put("floor", one(Math::floor));
    all.put("round", NumberFilters::round);
    all.put("at_least", two(Math::max));
    all.put("at_most", two(Math::min));
    all.put("plus", two((a, b) -> a + b));
    all.put("minus", two((a, b) -> a - b));
    all.put("times", two((a, b) -> a * b));
    all.put("modulo", two((a, b) -> a % b));
    all.put("divided_by", NumberFilters::dividedBy);
    all.put("to_integer", call -> Liquids.number(Liquids.strictNumber(call.input())));
  }

  private static Filters.Function one(DoubleUnaryOperator operator) {
    return call -> Liquids.number(operator.applyAsDouble(call.number()));
  }

  private static Filters.Function two(DoubleBinaryOperator operator) {
    return call -> Liquids.number(operator.applyAsDouble(call.number(), call.number(0)));
  }

  private static Value dividedBy(Call call) {
    double quotient = call.number() / call.number(0);
    return Liquids.number(call.number(1) != 0 ? Math.floor(quotient) : quotient);
  }

  private static Value round(Call call) {
    double factor = Math.pow(10, call.number(0));
    return Liquids.number(Math.floor(call.number() * factor + 0.5) / factor);
  }
}
