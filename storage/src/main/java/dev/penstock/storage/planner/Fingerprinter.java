package dev.penstock.storage.planner;

import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.RowHasher;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the fingerprints of one mapping version from rows of one layout. The order of its columns
 * was fixed when the version was first settled and is kept with it, so neither another order in the
 * model nor a newer mapping that moves columns within the buffer changes a fingerprint. Used by one
 * thread.
 */
final class Fingerprinter {
  private final RowHasher hasher;
  private final int[] cells;
  private final boolean prefix;
  private byte[] gathered = new byte[256];

  /**
   * @param order the names of the columns covered, key columns first; all are in the layout
   */
  Fingerprinter(long seed, long version, Columns layout, List<String> order) {
    List<Column> covered = new ArrayList<>(order.size());
    cells = new int[order.size()];
    boolean inOrder = true;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = layout.indexOf(order.get(i));
      inOrder &= cells[i] == i;
      covered.add(layout.get(cells[i]));
    }
    prefix = inOrder;
    hasher = new RowHasher(seed, version, covered);
  }

  RowHasher hasher() {
    return hasher;
  }

  /** Whether the bytes are hashed where they are: the columns are the row's first, in order. */
  boolean isPrefix() {
    return prefix;
  }

  /** The fingerprint of a row whose bounds were found. */
  Fingerprint of(byte[] row, CellBounds bounds) {
    if (prefix) {
      return hasher.row(row, 0, bounds.end(cells.length - 1));
    }
    int size = 0;
    for (int cell : cells) {
      size += bounds.end(cell) - bounds.start(cell);
    }
    if (size > gathered.length) {
      gathered = new byte[size * 2];
    }
    int at = 0;
    for (int cell : cells) {
      int length = bounds.end(cell) - bounds.start(cell);
      System.arraycopy(row, bounds.start(cell), gathered, at, length);
      at += length;
    }
    return hasher.row(gathered, 0, size);
  }
}
