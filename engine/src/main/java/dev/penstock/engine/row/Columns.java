package dev.penstock.engine.row;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The layout of a canonical row: the key columns first, in key order, then the columns that the
 * current mapping uses, then those that only older live mapping versions use. So the key is a
 * prefix of the row and the fingerprint covers a prefix too.
 *
 * @param all every column in the order of the buffer
 * @param keyCount how many of them, from the start, are the key
 * @param currentCount how many of them, from the start, the current mapping's fingerprint covers
 * @param shown the positions in {@code all} in the model's own order, for output to people and
 *     tools; covers the first {@code currentCount} columns
 */
public record Columns(List<Column> all, int keyCount, int currentCount, List<Integer> shown) {
  public Columns {
    all = List.copyOf(all);
    shown = List.copyOf(shown);
    if (keyCount < 1 || keyCount > currentCount || currentCount > all.size()) {
      throw new IllegalArgumentException("a row needs its key columns first");
    }
    Set<String> seen = new HashSet<>();
    for (Column column : all) {
      if (!seen.add(column.name())) {
        throw new IllegalArgumentException("column " + column.name() + " occurs twice");
      }
    }
  }

  /**
   * A layout in which the current mapping uses everything and the buffer order is the shown one.
   */
  public static Columns of(int keyCount, List<Column> all) {
    return new Columns(
        all,
        keyCount,
        all.size(),
        java.util.stream.IntStream.range(0, all.size()).boxed().toList());
  }

  public int size() {
    return all.size();
  }

  public Column get(int index) {
    return all.get(index);
  }

  /** The position of the column of this name in the buffer, or -1. */
  public int indexOf(String name) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  public List<Column> key() {
    return all.subList(0, keyCount);
  }
}
