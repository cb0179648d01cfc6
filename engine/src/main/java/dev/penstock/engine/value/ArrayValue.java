package dev.penstock.engine.value;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A list of values. Takes the array over; nobody may change it afterwards. */
public final class ArrayValue implements Value {
  private final Value[] items;
  private final int size;

  public ArrayValue(Value[] items, int size) {
    this.items = items;
    this.size = size;
  }

  public static ArrayValue of(Value... items) {
    return new ArrayValue(items, items.length);
  }

  public static ArrayValue of(List<Value> items) {
    return of(items.toArray(Value[]::new));
  }

  public int size() {
    return size;
  }

  public Value get(int index) {
    return index >= 0 && index < size ? items[index] : MISSING;
  }

  public List<Value> items() {
    return Collections.unmodifiableList(Arrays.asList(items).subList(0, size));
  }
}
