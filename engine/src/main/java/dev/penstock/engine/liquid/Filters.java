package dev.penstock.engine.liquid;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The filters by name. One that nobody knows passes the value through, as in LiquidJS. */
final class Filters {
  /** Refused by Segment's engine when a template reaches them. */
  private static final Set<String> DISABLED =
      Set.of(
          "array_to_sentence_string",
          "concat",
          "find",
          "find_exp",
          "find_index",
          "find_index_exp",
          "group_by",
          "group_by_exp",
          "has",
          "has_exp",
          "map",
          "newline_to_br",
          "reject",
          "reject_exp",
          "reverse",
          "sort",
          "sort_natural",
          "type",
          "uniq",
          "where_exp");

  private static final Map<String, Function> ALL = new HashMap<>();

  static {
    TextFilters.register(ALL);
    EscapeFilters.register(ALL);
    NumberFilters.register(ALL);
    ListFilters.register(ALL);
    DateFilters.register(ALL);
    ALL.put("default", Filters::defaultTo);
    ALL.put("raw", Call::input);
    ALL.put("json", Filters::json);
    ALL.put("jsonify", Filters::json);
    ALL.put("inspect", Filters::json);
  }

  private Filters() {}

  @FunctionalInterface
  interface Function {
    Value apply(Call call);
  }

  /** What a filter is given. */
  record Call(Value input, Value[] arguments, Map<String, Value> named, Budget budget) {
    /** The argument, or missing. */
    Value argument(int index) {
      return index < arguments.length ? arguments[index] : Value.MISSING;
    }

    String text() {
      String text = Liquids.text(input);
      budget.use(text.length());
      return text;
    }

    String text(int index) {
      return Liquids.text(argument(index));
    }

    double number() {
      return Liquids.number(input);
    }

    double number(int index) {
      return Liquids.number(argument(index));
    }

    boolean has(int index) {
      return !argument(index).absent();
    }
  }

  static Function named(String name) {
    if (DISABLED.contains(name)) {
      String message = "filter %s is disabled".formatted(Quotes.quoted(name));
      return call -> {
        throw new LiquidException(message);
      };
    }
    return ALL.getOrDefault(name, Call::input);
  }

  private static Value defaultTo(Call call) {
    Value value = call.input();
    boolean keep =
        switch (value) {
          case Text text -> !text.isEmpty();
          case ArrayValue array -> array.size() > 0;
          case Value.Bool bool ->
              bool.value() || Liquids.truthy(call.named().getOrDefault("allow_false", Value.FALSE));
          default -> Liquids.truthy(value);
        };
    return keep ? value : call.argument(0);
  }

  private static Value json(Call call) {
    String json = JsText.json(call.input()).orElse("");
    call.budget().use(json.length());
    return Text.of(json);
  }

  /** A whole number of an argument, or another one where there is none. */
  static int whole(Call call, int index, int otherwise) {
    Value argument = call.argument(index);
    return argument.absent() ? otherwise : (int) Liquids.number(argument);
  }
}
