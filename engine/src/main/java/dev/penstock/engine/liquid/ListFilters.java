package dev.penstock.engine.liquid;

import dev.penstock.engine.liquid.Filters.Call;
import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Filters of lists. A single value counts as a list of itself. */
final class ListFilters {
  private ListFilters() {}

  static void register(Map<String, Filters.Function> all) {
    all.put("join", ListFilters::join);
    all.put("first", call -> end(call.input(), true));
    all.put("last", call -> end(call.input(), false));
    all.put("size", ListFilters::size);
    all.put("sum", ListFilters::sum);
    all.put("compact", call -> changed(call, list -> list.removeIf(Value::absent)));
    all.put("push", call -> changed(call, list -> list.add(call.argument(0))));
    all.put("unshift", call -> changed(call, list -> list.addFirst(call.argument(0))));
    all.put("pop", call -> changed(call, list -> remove(list, list.size() - 1)));
    all.put("shift", call -> changed(call, list -> remove(list, 0)));
    all.put("slice", ListFilters::slice);
    all.put("where", ListFilters::where);
    all.put("sample", ListFilters::sample);
  }

  private static List<Value> list(Call call) {
    List<Value> list =
        switch (call.input()) {
          case ArrayValue array -> array.items();
          case Value.Missing _, Value.Null _ -> List.of();
          default -> List.of(call.input());
        };
    call.budget().use(list.size());
    return list;
  }

  private static Value changed(Call call, Consumer<List<Value>> change) {
    List<Value> copy = new ArrayList<>(list(call));
    change.accept(copy);
    return ArrayValue.of(copy);
  }

  private static void remove(List<Value> list, int index) {
    if (!list.isEmpty()) {
      list.remove(index);
    }
  }

  private static Value join(Call call) {
    String separator = call.has(0) ? call.text(0) : " ";
    ArrayValue array = ArrayValue.of(list(call));
    call.budget().use((long) separator.length() * array.size());
    String joined = JsText.joined(array, separator);
    call.budget().use(joined.length());
    return Text.of(joined);
  }

  private static Value end(Value input, boolean first) {
    return switch (input) {
      case ArrayValue array -> array.get(first ? 0 : array.size() - 1);
      case Text text -> {
        String string = text.string();
        yield Liquids.character(string, first ? 0 : string.length() - 1);
      }
      default -> Text.EMPTY;
    };
  }

  private static Value size(Call call) {
    return switch (call.input()) {
      case ArrayValue array -> Num.of(array.size());
      case Text text -> Num.of(text.string().length());
      default -> Num.of(0);
    };
  }

  private static Value sum(Call call) {
    double sum = 0;
    for (Value item : list(call)) {
      Value value = call.has(0) ? Rendering.member(item, call.text(0)) : item;
      sum += Liquids.number(value);
    }
    return Liquids.number(sum);
  }

  private static Value slice(Call call) {
    if (call.input().absent()) {
      return ArrayValue.of();
    }
    int begin = Filters.whole(call, 0, 0);
    int length = Filters.whole(call, 1, 1);
    if (call.input() instanceof ArrayValue array) {
      int from = bounded(begin < 0 ? begin + array.size() : begin, array.size());
      int to = bounded((long) from + length, array.size());
      return ArrayValue.of(array.items().subList(from, Math.max(from, to)));
    }
    String text = call.text();
    int from = bounded(begin < 0 ? begin + text.length() : begin, text.length());
    int to = bounded((long) from + length, text.length());
    return Text.of(text.substring(from, Math.max(from, to)));
  }

  private static int bounded(long position, int size) {
    return Math.clamp(position, 0, size);
  }

  private static Value where(Call call) {
    String[] names = call.text(0).split("\\.", -1);
    List<Value> kept = new ArrayList<>();
    for (Value item : list(call)) {
      Value member = item;
      for (String name : names) {
        member = Rendering.member(member, name);
      }
      Value wanted = call.argument(1);
      if (wanted == Value.MISSING ? Liquids.truthy(member) : Comparing.equal(member, wanted)) {
        kept.add(item);
      }
    }
    return ArrayValue.of(kept);
  }

  /**
   * Some items in an order that looks random. The same row must always give the same payload, or
   * every run would send it again, so the order is drawn from the list itself.
   */
  private static Value sample(Call call) {
    List<Value> items =
        call.input() instanceof ArrayValue
            ? new ArrayList<>(list(call))
            : new ArrayList<>(
                call.text()
                    .codePoints()
                    .mapToObj(c -> (Value) Text.of(Character.toString(c)))
                    .toList());
    Collections.shuffle(items, new Random(JsText.json(call.input()).orElse("").hashCode()));
    int count = Filters.whole(call, 0, 1);
    if (count == 1) {
      return items.isEmpty() ? Value.MISSING : items.getFirst();
    }
    return ArrayValue.of(items.subList(0, bounded(count, items.size())));
  }
}
