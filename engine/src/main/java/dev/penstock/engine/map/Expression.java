package dev.penstock.engine.map;

import dev.penstock.engine.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How one value of a payload is made. */
sealed interface Expression {
  /** The whole row as an object. */
  record Row() implements Expression {}

  record Column(String name) implements Expression {}

  record Literal(Json value) implements Expression {}

  record ObjectOf(Map<String, Expression> parts) implements Expression {
    public ObjectOf {
      parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }
  }

  record ArrayOf(List<Expression> items) implements Expression {
    public ArrayOf {
      items = List.copyOf(items);
    }
  }
}
