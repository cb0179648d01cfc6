package dev.penstock.engine.liquid;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.JsNumber;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One rendering of one template: its variables, counters, and what it has used. */
final class Rendering {
  private final String source;
  private final Value payload;
  private final Map<String, Value> assigned = new HashMap<>();
  private final Map<String, Double> counters = new HashMap<>();
  private final Map<String, Integer> cycles = new HashMap<>();
  private final Budget budget = new Budget();
  private boolean stopped;

  Rendering(String source, Value payload) {
    this.source = source;
    this.payload = payload;
  }

  String render(List<Node> nodes) {
    StringBuilder out = new StringBuilder();
    run(nodes, out);
    return out.toString();
  }

  private void run(List<Node> nodes, StringBuilder out) {
    for (Node node : nodes) {
      if (stopped) {
        return;
      }
      run(node, out);
    }
  }

  private void run(Node node, StringBuilder out) {
    switch (node) {
      case Node.Plain(var text) -> out.append(text);
      case Node.Output(var value, var position) -> {
        String text = Liquids.text(at(position, value));
        budget.use(text.length());
        out.append(text);
      }
      case Node.Assign(var name, var value, var position) ->
          assigned.put(name, at(position, value));
      case Node.Capture(var name, var body) -> {
        StringBuilder captured = new StringBuilder();
        run(body, captured);
        assigned.put(name, Text.of(captured.toString()));
      }
      case Node.Block(var body) -> run(body, out);
      case Node.Branches branches -> branch(branches, out);
      case Node.Cycle(var group, var values, var position) -> {
        int turn = cycles.merge(group, 1, Integer::sum) - 1;
        out.append(Liquids.text(at(position, values.get(turn % values.size()))));
      }
      case Node.Count(var name, var step) -> count(name, step, out);
      case Node.Stop _ -> stopped = true;
    }
  }

  private void branch(Node.Branches branches, StringBuilder out) {
    for (Node.Branch branch : branches.branches()) {
      if (Liquids.truthy(at(branch.position(), branch.condition())) == branch.wanted()) {
        run(branch.body(), out);
        return;
      }
    }
    run(branches.otherwise(), out);
  }

  /** Counters begin with the payload's number and are forgotten with the rendering. */
  private void count(String name, int step, StringBuilder out) {
    double now =
        counters.computeIfAbsent(
            name, n -> member(payload, n) instanceof Num number ? number.toDouble() : 0.0);
    double then = now + step;
    counters.put(name, then);
    out.append(JsNumber.text(step > 0 ? now : then));
  }

  /** Evaluates, and adds the place of the tag to what goes wrong. */
  private Value at(int position, Term term) {
    try {
      return value(term);
    } catch (LiquidException wrong) {
      String message = String.valueOf(wrong.getMessage());
      throw message.contains(", line:") ? wrong : LiquidException.at(source, position, message);
    }
  }

  private Value value(Term term) {
    return switch (term) {
      case Term.Constant(var value) -> value;
      case Term.Variable(var root, var members) -> variable(root, members);
      case Term.Range(var from, var to) -> range(value(from), value(to));
      case Term.Not(var operand) -> Value.of(!Liquids.truthy(value(operand)));
      case Term.Operation operation -> operation(operation);
      case Term.Filtered(var value, var filters) -> {
        Value current = value(value);
        for (Term.Filter filter : filters) {
          current = filter(filter, current);
        }
        yield current;
      }
    };
  }

  private Value operation(Term.Operation operation) {
    Value left = value(operation.left());
    return switch (operation.operator()) {
      case AND -> Value.of(Liquids.truthy(left) && Liquids.truthy(value(operation.right())));
      case OR -> Value.of(Liquids.truthy(left) || Liquids.truthy(value(operation.right())));
      default -> Value.of(Comparing.holds(operation.operator(), left, value(operation.right())));
    };
  }

  private Value filter(Term.Filter filter, Value input) {
    Value[] arguments = new Value[filter.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(filter.arguments().get(i));
    }
    Map<String, Value> named = Map.of();
    if (!filter.named().isEmpty()) {
      named = new HashMap<>();
      for (var argument : filter.named().entrySet()) {
        named.put(argument.getKey(), value(argument.getValue()));
      }
    }
    return filter.function().apply(new Filters.Call(input, arguments, named, budget));
  }

  private Value range(Value from, Value to) {
    double first = Liquids.number(from);
    double last = Liquids.number(to);
    if (!(last >= first)) {
      return ArrayValue.of();
    }
    budget.use((long) Math.min(last - first + 1, Integer.MAX_VALUE));
    Value[] items = new Value[(int) (last - first) + 1];
    for (int i = 0; i < items.length; i++) {
      items[i] = Num.of(first + i);
    }
    return ArrayValue.of(items);
  }

  private Value variable(Term root, List<Term> members) {
    String name = JsText.of(value(root));
    Value current = assigned.isEmpty() ? Value.MISSING : assigned.getOrDefault(name, Value.MISSING);
    if (current == Value.MISSING) {
      Double counter = counters.isEmpty() ? null : counters.get(name);
      current = counter == null ? member(payload, name) : Num.of(counter);
    }
    for (Term part : members) {
      if (current.absent()) {
        return Value.MISSING;
      }
      Value key = value(part);
      current =
          key instanceof Num index
              ? item(current, index.toDouble())
              : member(current, JsText.of(key));
    }
    return current;
  }

  private static Value item(Value value, double index) {
    return switch (value) {
      case ArrayValue array -> array.get((int) (index < 0 ? array.size() + index : index));
      case Text text -> Liquids.character(text.string(), index);
      default -> member(value, JsNumber.text(index));
    };
  }

  static Value member(Value value, String name) {
    return switch (value) {
      case ObjectValue object -> {
        Value member = object.get(name);
        yield member == Value.MISSING && name.equals("size") ? Num.of(object.size()) : member;
      }
      case ArrayValue array ->
          switch (name) {
            case "size", "length" -> Num.of(array.size());
            case "first" -> array.get(0);
            case "last" -> array.get(array.size() - 1);
            default -> Value.MISSING;
          };
      case Text text ->
          name.equals("size") || name.equals("length")
              ? Num.of(text.string().length())
              : Value.MISSING;
      default -> Value.MISSING;
    };
  }
}
