package dev.penstock.engine.value;

/** Named members in order. */
public non-sealed interface ObjectValue extends Value {
  int size();

  String name(int index);

  Value value(int index);

  /** The member of this name, or missing. */
  default Value get(String name) {
    for (int i = 0; i < size(); i++) {
      if (name.equals(name(i))) {
        return value(i);
      }
    }
    return MISSING;
  }
}
