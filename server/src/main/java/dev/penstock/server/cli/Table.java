package dev.penstock.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Aligned columns. Where they have to fit a screen the widest text columns give way first, and when
 * that is not enough each row becomes a few lines; a pipe or a file gets them whole.
 */
final class Table {
  private static final int COLUMN_MIN = 8;
  private static final int GAP = 2;

  private record Column(String title, boolean right) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** A column of words. */
  Table text(String title) {
    columns.add(new Column(title.toUpperCase(Locale.ROOT), false));
    return this;
  }

  /** A column of numbers, aligned to the right. */
  Table number(String title) {
    columns.add(new Column(title.toUpperCase(Locale.ROOT), true));
    return this;
  }

  /** One cell for each column; made safe here. */
  void row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException("a row has a cell for each column");
    }
    rows.add(List.of(cells).stream().map(Texts::safe).toList());
  }

  /** The lines, title first; icons at the start of a cell decide its colour. */
  List<String> lines(Style style) {
    int[] widths = widths();
    if (style.cuts()) {
      narrow(widths, style.width());
      if (sum(widths) > room(style.width())) {
        return stacked(style);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(columns.stream().map(Column::title).toList(), widths, style.plain()));
    rows.forEach(row -> lines.add(line(row, widths, style)));
    return lines;
  }

  /** Each row as lines of title and cell, for screens that are too narrow for columns. */
  private List<String> stacked(Style style) {
    int titles = columns.stream().mapToInt(column -> width(column.title())).max().orElse(0);
    int room = Math.max(1, style.width() - titles - GAP);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      for (int i = 0; i < columns.size(); i++) {
        String title = columns.get(i).title();
        String cell = style.byIcon(Texts.shortened(row.get(i), room));
        lines.add(title + " ".repeat(titles - width(title) + GAP) + cell);
      }
    }
    return lines;
  }

  private int room(int screen) {
    return screen - GAP * (columns.size() - 1);
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(columns.get(i).title());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  private void narrow(int[] widths, int screen) {
    while (sum(widths) > room(screen)) {
      int widest = widestText(widths);
      if (widest < 0) {
        break;
      }
      widths[widest]--;
    }
  }

  private int widestText(int[] widths) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      boolean shrinks = !columns.get(i).right() && widths[i] > COLUMN_MIN;
      if (shrinks && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private static int sum(int[] widths) {
    int sum = 0;
    for (int width : widths) {
      sum += width;
    }
    return sum;
  }

  private String line(List<String> cells, int[] widths, Style style) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Texts.shortened(cells.get(i), Math.max(1, widths[i]));
      String space = " ".repeat(Math.max(0, widths[i] - width(cell)));
      boolean last = i == widths.length - 1;
      if (columns.get(i).right()) {
        line.append(space).append(style.byIcon(cell));
      } else {
        line.append(style.byIcon(cell)).append(last ? "" : space);
      }
      line.append(last ? "" : " ".repeat(GAP));
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
