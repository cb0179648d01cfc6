package dev.penstock.engine.run;

import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.RowWriter;
import java.util.Collection;
import java.util.Set;

/**
 * Leaves out rows that a source took for those of a wanted key and that are not: its collation may
 * hold "A" and "a" for equal, keys of ours are compared exactly. Used by one thread.
 */
final class WantedRows implements Extraction {
  private final Extraction rows;
  private final Set<RowKey> wanted;
  private final RowView view;
  private long others;

  WantedRows(Extraction rows, Collection<RowKey> wanted) {
    this.rows = rows;
    this.wanted = Set.copyOf(wanted);
    this.view = new RowView(rows.columns());
  }

  @Override
  public Columns columns() {
    return rows.columns();
  }

  @Override
  public boolean next(RowWriter row) {
    while (rows.next(row)) {
      if (row.oversize() || wanted.contains(view.wrap(row.array(), 0, row.size()).key())) {
        return true;
      }
      others++;
    }
    return false;
  }

  @Override
  public long rowsSent() {
    return rows.rowsSent() - others;
  }

  @Override
  public void cancel() {
    rows.cancel();
  }

  @Override
  public void close() {
    rows.close();
  }
}
