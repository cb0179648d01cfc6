package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.List;

/** {@code @path} and {@code @arrayPath}. */
final class Paths {
  private Paths() {}

  static Expression path(Value argument, MappingCompiler compiler) {
    if (argument instanceof Text text) {
      return compiler.scope().path(Path.withRoot(text.string()));
    }
    Expression path = compiler.compile(argument);
    compiler.scope().reads(List.of());
    return payload -> {
      Value value = path.of(payload);
      if (value instanceof Text text) {
        return Path.follow(payload, Path.withRoot(text.string()));
      }
      throw MappingException.runtime("@path: expected string, got " + value.typeWord());
    };
  }

  /** A list, or a single object as a list, each item shaped with itself as payload. */
  static Expression arrayPath(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof ArrayValue array)) {
      return compiler.fails("@arrayPath expected array, got " + argument.typeWord());
    }
    Expression list =
        array.get(0) instanceof Text text
            ? compiler.scope().path(Path.withRoot(text.string()))
            : compiler.compile(array.get(0));
    if (!(array.get(1) instanceof ObjectValue shape) || shape.size() == 0) {
      return list;
    }
    Expression item = compiler.elsewhere().compile(shape);
    return payload ->
        switch (list.of(payload)) {
          case ObjectValue single -> ArrayValue.of(item.of(single));
          case ArrayValue items -> {
            Value[] shaped = new Value[items.size()];
            for (int i = 0; i < shaped.length; i++) {
              shaped[i] = item.of(items.get(i));
            }
            yield ArrayValue.of(shaped);
          }
          case Value other -> other;
        };
  }
}
