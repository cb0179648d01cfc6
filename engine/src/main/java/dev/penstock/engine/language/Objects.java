package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Members;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.ArrayList;
import java.util.List;

/** {@code @merge}, {@code @flatten} and {@code @transform}. */
final class Objects {
  /** Deeper values are refused, so that hostile data cannot exhaust the stack. */
  private static final int DEPTH_MAX = 200;

  private Objects() {}

  static Expression merge(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof ObjectValue object)) {
      return compiler.fails(
          "@merge requires an object with an \"objects\" key and a \"direction\" key");
    }
    if (object.get("direction").falsy()) {
      return compiler.fails("@merge requires a \"direction\" key");
    }
    if (object.get("objects").falsy()) {
      return compiler.fails("@merge requires a \"objects\" key");
    }
    if (!(object.get("objects") instanceof ArrayValue objects)) {
      return compiler.fails("@merge: expected opts.array, got " + object.get("objects").typeWord());
    }
    List<Expression> parts =
        new ArrayList<>(objects.items().stream().map(compiler::compile).toList());
    if (object.get("direction") instanceof Text text && text.string().equals("left")) {
      parts = parts.reversed();
    }
    List<Expression> inOrder = List.copyOf(parts);
    return payload -> {
      Members.Builder merged = new Members.Builder();
      for (Expression part : inOrder) {
        spread(part.of(payload), merged);
      }
      return merged.build();
    };
  }

  /** As JavaScript spreads into an object: text by character, lists by index. */
  private static void spread(Value value, Members.Builder into) {
    switch (value) {
      case ObjectValue object -> {
        for (int i = 0; i < object.size(); i++) {
          into.put(object.name(i), object.value(i));
        }
      }
      case ArrayValue array -> {
        for (int i = 0; i < array.size(); i++) {
          into.put(Integer.toString(i), array.get(i));
        }
      }
      case Text text -> {
        String string = text.string();
        for (int i = 0; i < string.length(); i++) {
          into.put(Integer.toString(i), Text.of(string.substring(i, i + 1)));
        }
      }
      default -> {
        // Nothing, null, numbers and truth values have no members.
      }
    }
  }

  static Expression flatten(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof ObjectValue object)) {
      return compiler.fails("@flatten requires an object with a \"separator\" key");
    }
    if (object.get("separator").falsy()) {
      return compiler.fails("@flatten requires a \"separator\" key");
    }
    Expression separator = compiler.compile(object.get("separator"));
    Expression value = compiler.compile(object.get("value"));
    boolean omitArrays = !object.get("omitArrays").falsy();
    return payload -> {
      Value between = separator.of(payload);
      if (!(between instanceof Text text)) {
        throw MappingException.runtime("@flatten: expected string, got " + between.typeWord());
      }
      Members.Builder flat = new Members.Builder();
      flatten("", value.of(payload), text.string(), omitArrays, flat, 0);
      return flat.build();
    };
  }

  private static void flatten(
      String prefix,
      Value value,
      String separator,
      boolean omitArrays,
      Members.Builder into,
      int depth) {
    if (depth > DEPTH_MAX) {
      throw MappingException.runtime("@flatten: nested deeper than " + DEPTH_MAX);
    }
    switch (value) {
      case ObjectValue object -> {
        for (int i = 0; i < object.size(); i++) {
          String name = object.name(i);
          String path = prefix.isEmpty() ? name : prefix + separator + name;
          flatten(path, object.value(i), separator, omitArrays, into, depth + 1);
        }
      }
      case ArrayValue array when !omitArrays -> {
        for (int i = 0; i < array.size(); i++) {
          String path = prefix.isEmpty() ? Integer.toString(i) : prefix + separator + i;
          flatten(path, array.get(i), separator, false, into, depth + 1);
        }
      }
      case Value other -> into.put(prefix, other);
    }
  }

  static Expression transform(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof ObjectValue object)) {
      return compiler.fails(
          "@transform requires an object with an \"apply\" key and a \"mapping\" key");
    }
    for (String name : List.of("apply", "mapping")) {
      if (object.get(name).falsy()) {
        return compiler.fails("@transform requires a \"%s\" key".formatted(name));
      }
    }
    Transformation apply;
    try {
      apply = Transformation.compile(object.get("apply"), compiler.scope());
    } catch (MappingException wrong) {
      return payload -> {
        throw wrong;
      };
    }
    Expression mapping = compiler.elsewhere().compile(object.get("mapping"));
    return payload -> mapping.of(apply.of(payload));
  }
}
