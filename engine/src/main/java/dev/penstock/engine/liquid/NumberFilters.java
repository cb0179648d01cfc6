package dev.penstock.engine.liquid;

import dev.penstock.engine.liquid.Filters.Call;
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
    all.put("to_integer", call -> Filters.of(Liquids.strictNumber(call.input())));
  }

  private static Filters.Function one(DoubleUnaryOperator operator) {
    return call -> Filters.of(operator.applyAsDouble(call.number()));
  }

  private static Filters.Function two(DoubleBinaryOperator operator) {
    return call -> Filters.of(operator.applyAsDouble(call.number(), call.number(0)));
  }

  private static dev.penstock.engine.value.Value dividedBy(Call call) {
    double quotient = call.number() / call.number(0);
    return Filters.of(call.number(1) != 0 ? Math.floor(quotient) : quotient);
  }

  private static dev.penstock.engine.value.Value round(Call call) {
    double factor = Math.pow(10, call.number(0));
    return Filters.of(Math.floor(call.number() * factor + 0.5) / factor);
  }
}
