package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Members;
import dev.penstock.engine.value.Value;
import java.util.List;

/** A compiled part of a mapping. Thread-safe; changes neither its definition nor the payload. */
@FunctionalInterface
public interface Expression {
  /**
   * What it makes of a payload; may hold missing members.
   *
   * @throws MappingException RUNTIME or LIQUID
   */
  Value of(Value payload);

  static Expression constant(Value value) {
    return payload -> value;
  }

  /** Each item by its own expression. */
  static Expression array(List<Expression> items) {
    Expression[] parts = items.toArray(Expression[]::new);
    return payload -> {
      Value[] values = new Value[parts.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = parts[i].of(payload);
      }
      return ArrayValue.of(values);
    };
  }

  /** Each member by its own expression. */
  static Expression object(String[] names, Expression[] parts) {
    return payload -> {
      Value[] values = new Value[parts.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = parts[i].of(payload);
      }
      return new Members(names, values, values.length);
    };
  }
}
