package dev.penstock.engine.value;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object in memory. Names and values may be shared between objects; they are never changed. */
public final class Members implements ObjectValue {
  /** Objects with more members than this are looked through by hash, others one by one. */
  private static final int INDEXED_FROM = 12;

  public static final Members NONE = new Members(new String[0], new Value[0], 0);

  private final String[] names;
  private final Value[] values;
  private final int size;
  private @Nullable Map<String, Value> index;

  /** Takes both arrays over. No name occurs twice. */
  public Members(String[] names, Value[] values, int size) {
    this.names = names;
    this.values = values;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String name(int i) {
    return names[i];
  }

  @Override
  public Value value(int i) {
    return values[i];
  }

  @Override
  public Value get(String name) {
    if (size > INDEXED_FROM) {
      return index().getOrDefault(name, MISSING);
    }
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return MISSING;
  }

  private Map<String, Value> index() {
    Map<String, Value> known = index;
    if (known == null) {
      known = HashMap.newHashMap(size);
      for (int i = 0; i < size; i++) {
        known.put(names[i], values[i]);
      }
      index = known;
    }
    return known;
  }

  /** Collects members; of a name given twice the last value counts, at the first one's place. */
  public static final class Builder {
    private String[] names = new String[8];
    private Value[] values = new Value[8];
    private int size;
    private @Nullable Map<String, Integer> places;

    public Builder put(String name, Value value) {
      int at = find(name);
      if (at >= 0) {
        values[at] = value;
        return this;
      }
      if (size == names.length) {
        names = Arrays.copyOf(names, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      names[size] = name;
      values[size] = value;
      if (places != null) {
        places.put(name, size);
      }
      size++;
      return this;
    }

    private int find(String name) {
      if (size <= INDEXED_FROM) {
        for (int i = 0; i < size; i++) {
          if (names[i].equals(name)) {
            return i;
          }
        }
        return -1;
      }
      if (places == null) {
        places = new HashMap<>();
        for (int i = 0; i < size; i++) {
          places.put(names[i], i);
        }
      }
      return places.getOrDefault(name, -1);
    }

    public Members build() {
      return size == 0 ? NONE : new Members(names, values, size);
    }
  }
}
