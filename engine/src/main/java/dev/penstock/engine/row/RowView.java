package dev.penstock.engine.row;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a canonical row by column without copying. Wraps one row after the other; the bytes belong
 * to the caller and must not change while wrapped. Used by one thread.
 */
public final class RowView {
  private static final byte[] NOTHING = new byte[0];

  private final Columns columns;
  private final Tag[] tags;
  private final int[] starts;
  private final int[] ends;
  private byte[] bytes = NOTHING;

  public RowView(Columns columns) {
    this.columns = columns;
    tags = new Tag[columns.size()];
    starts = new int[columns.size()];
    ends = new int[columns.size()];
  }

  /**
   * Takes the row in these bytes. A row that ends after its key (a deleted one) has null in the
   * other columns.
   *
   * @throws IllegalArgumentException when the bytes are no row
   */
  public RowView wrap(byte[] row, int offset, int length) {
    bytes = row;
    int at = offset;
    int end = offset + length;
    for (int i = 0; i < tags.length; i++) {
      if (at == end && i >= columns.keyCount()) {
        tags[i] = Tag.NULL;
        starts[i] = at;
        ends[i] = at;
        continue;
      }
      at = cell(i, at, end);
    }
    if (at != end) {
      throw corrupt();
    }
    return this;
  }

  private int cell(int i, int from, int end) {
    int at = from;
    if (at >= end) {
      throw corrupt();
    }
    Tag tag = Tag.of(bytes[at++]);
    int length = 0;
    if (tag != Tag.NULL) {
      int shift = 0;
      byte b;
      do {
        if (at >= end || shift > 28) {
          throw corrupt();
        }
        b = bytes[at++];
        length |= (b & 0x7f) << shift;
        shift += 7;
      } while (b < 0);
      if (length < 0 || length > end - at) {
        throw corrupt();
      }
    }
    tags[i] = tag;
    starts[i] = at;
    ends[i] = at + length;
    return at + length;
  }

  private static IllegalArgumentException corrupt() {
    return new IllegalArgumentException("the bytes are not a canonical row of this layout");
  }

  public Columns columns() {
    return columns;
  }

  public Tag tag(int column) {
    return tags[column];
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Where the column's value begins in {@link #bytes()}. */
  public int start(int column) {
    return starts[column];
  }

  /** Where the column's value ends in {@link #bytes()}, exclusive. */
  public int end(int column) {
    return ends[column];
  }

  /** The column's canonical value as text, empty for null; for people and tests. */
  public String text(int column) {
    return new String(bytes, starts[column], ends[column] - starts[column], StandardCharsets.UTF_8);
  }

  /** The values of the key. */
  public RowKey key() {
    List<String> values = new ArrayList<>(columns.keyCount());
    for (int i = 0; i < columns.keyCount(); i++) {
      values.add(text(i));
    }
    return new RowKey(values);
  }

  /** The key as a person reads it. */
  public String keyText() {
    return key().text();
  }
}
