package dev.penstock.storage.planner;

import dev.penstock.engine.row.Tag;

/** Where the cells of a canonical row begin and end, tags included. Used by one thread. */
final class CellBounds {
  private final int[] bounds;

  CellBounds(int cells) {
    bounds = new int[cells + 1];
  }

  /** Finds the first cells of a row that has at least that many. */
  void find(byte[] row, int size) {
    int at = 0;
    for (int i = 0; i < bounds.length - 1; i++) {
      bounds[i] = at;
      at = cellEnd(row, at, size);
    }
    bounds[bounds.length - 1] = at;
  }

  int start(int cell) {
    return bounds[cell];
  }

  int end(int cell) {
    return bounds[cell + 1];
  }

  /**
   * The end of the cell that begins here.
   *
   * @throws IllegalStateException when it does not fit the row; the extraction is at fault then
   */
  static int cellEnd(byte[] row, int from, int size) {
    int at = from;
    if (at < size && row[at++] == Tag.NULL.number()) {
      return at;
    }
    int length = 0;
    int shift = 0;
    byte b = -1;
    while (b < 0 && at < size && shift <= 28) {
      b = row[at++];
      length |= (b & 0x7f) << shift;
      shift += 7;
    }
    if (b < 0 || length < 0 || length > size - at) {
      throw new IllegalStateException("the extraction wrote a row that ends within a cell");
    }
    return at + length;
  }
}
