package dev.penstock.testkit.source;

import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.RowWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A row as a test looks at it.
 *
 * @param cells per column {@code TAG:text}, or {@code NULL}
 * @param key the key's bytes as text
 */
public record ReadRow(List<String> cells, String key, boolean keyNull, boolean oversize) {
  static ReadRow of(Columns columns, RowWriter row) {
    List<String> cells = new ArrayList<>();
    String key = "";
    if (!row.oversize()) {
      RowView view = new RowView(columns).wrap(row.array(), 0, row.size());
      for (int i = 0; i < columns.size(); i++) {
        String tag = view.tag(i).name();
        cells.add(tag.equals("NULL") ? tag : tag + ":" + view.text(i));
      }
      key = view.keyText();
    }
    return new ReadRow(List.copyOf(cells), key, row.keyNull(), row.oversize());
  }

  /** One cell, as {@code TAG:text}. */
  public String cell(int column) {
    return cells.get(column);
  }
}
