package dev.penstock.engine.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A JSON value as configuration holds it. Immutable; objects keep the order of their members. */
public sealed interface Json {
  /** JSON's null. */
  record Null() implements Json {}

  record Bool(boolean value) implements Json {}

  /** An exact number. */
  record Num(BigDecimal value) implements Json {
    public Num {
      Objects.requireNonNull(value, "value");
    }
  }

  record Text(String value) implements Json {
    public Text {
      Objects.requireNonNull(value, "value");
    }
  }

  record Array(List<Json> items) implements Json {
    public Array {
      items = List.copyOf(items);
    }
  }

  /** An object; members keep their order. */
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  /** The value as compact JSON. */
  default String text() {
    JsonWriter out = new JsonWriter();
    out.json(this);
    return out.text();
  }
}
