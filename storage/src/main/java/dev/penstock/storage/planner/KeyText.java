package dev.penstock.storage.planner;

import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Shows the key of a rejected row to people. Used by one thread. */
final class KeyText {
  private final RowView view;

  KeyText(Columns columns) {
    view = new RowView(columns);
  }

  String of(byte[] row, int keySize) {
    return view.wrap(row, 0, keySize).keyText();
  }

  String of(MemorySegment key) {
    byte[] bytes = key.toArray(ValueLayout.JAVA_BYTE);
    return of(bytes, bytes.length);
  }
}
