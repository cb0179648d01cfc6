package dev.penstock.storage.planner;

import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An extraction of rows that are there already; a null cell is NULL, a long a number. */
final class RowList implements Extraction {
  private final Columns columns;
  private final List<List<@Nullable Object>> rows;
  private int next;
  private long missing;

  RowList(Columns columns, List<List<@Nullable Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** The source claims to have sent this many rows more than arrived. */
  RowList breakingOff(long lost) {
    missing = lost;
    return this;
  }

  @Override
  public Columns columns() {
    return columns;
  }

  @Override
  public boolean next(RowWriter row) {
    if (next == rows.size()) {
      return false;
    }
    row.begin(columns.keyCount());
    for (Object cell : rows.get(next)) {
      switch (cell) {
        case null -> row.nul();
        case Long number -> row.number(number);
        case Double inexact -> row.floating(inexact);
        case String text -> row.text(text);
        default -> throw new IllegalArgumentException("no cell: " + cell);
      }
    }
    next++;
    return true;
  }

  @Override
  public long rowsSent() {
    return next + missing;
  }

  @Override
  public void cancel() {}

  @Override
  public void close() {}
}
