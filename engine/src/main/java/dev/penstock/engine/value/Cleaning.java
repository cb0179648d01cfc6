package dev.penstock.engine.value;

/** Takes missing members out of objects, at any depth; in arrays they become null. */
public final class Cleaning {
  private Cleaning() {}

  /** The same value when there is nothing to take out. */
  public static Value clean(Value value) {
    return switch (value) {
      case ObjectValue object -> object(object);
      case ArrayValue array -> array(array);
      case Value.Missing _, Value.Null _, Value.Bool _, Num _, Text _ -> value;
    };
  }

  private static Value object(ObjectValue object) {
    for (int i = 0; i < object.size(); i++) {
      Value member = object.value(i);
      if (clean(member) != member || member == Value.MISSING) {
        return rebuilt(object);
      }
    }
    return object;
  }

  private static Value rebuilt(ObjectValue object) {
    Members.Builder cleaned = new Members.Builder();
    for (int i = 0; i < object.size(); i++) {
      Value member = clean(object.value(i));
      if (member != Value.MISSING) {
        cleaned.put(object.name(i), member);
      }
    }
    return cleaned.build();
  }

  private static Value array(ArrayValue array) {
    Value[] cleaned = new Value[array.size()];
    boolean changed = false;
    for (int i = 0; i < cleaned.length; i++) {
      Value item = array.get(i);
      cleaned[i] = item == Value.MISSING ? Value.NULL : clean(item);
      changed |= cleaned[i] != item;
    }
    return changed ? ArrayValue.of(cleaned) : array;
  }

  /** Without null members, at every depth of objects, never inside arrays; null becomes missing. */
  public static Value withoutNulls(Value value) {
    if (value == Value.NULL) {
      return Value.MISSING;
    }
    if (!(value instanceof ObjectValue object)) {
      return value;
    }
    Members.Builder kept = new Members.Builder();
    for (int i = 0; i < object.size(); i++) {
      Value member = withoutNulls(object.value(i));
      if (member != Value.MISSING) {
        kept.put(object.name(i), member);
      }
    }
    return kept.build();
  }
}
