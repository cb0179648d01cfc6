package dev.penstock.testkit.world;

import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.engine.row.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model whose rows, columns and lies are told by a story. */
final class StorySource implements Source {
  private List<Column> model;
  private int keyCount = 1;
  private List<StoryRow> rows = List.of();
  private int lost;
  private int rowsRead;

  StorySource(List<Column> model) {
    this.model = model;
  }

  void columns(int keys, List<Column> columns) {
    keyCount = keys;
    model = columns;
  }

  List<String> key() {
    return model.subList(0, keyCount).stream().map(Column::name).toList();
  }

  void rows(List<StoryRow> now) {
    rows = now;
  }

  private RowKey key(StoryRow row) {
    return new RowKey(
        row.values().subList(0, keyCount).stream().map(Objects::requireNonNull).toList());
  }

  /** How many rows were read so far, in all readings. */
  int rowsRead() {
    return rowsRead;
  }

  /** So many rows get lost on the way of each reading. */
  void lose(int count) {
    lost = count;
  }

  @Override
  public Extraction extract(ExtractRequest request) {
    List<Column> all = new ArrayList<>(model.subList(0, keyCount));
    add(all, request.current());
    int current = all.size();
    add(all, request.alsoForOlder());
    List<Integer> shown = new ArrayList<>();
    for (Column column : model) {
      int index = all.indexOf(column);
      if (index >= 0 && index < current) {
        shown.add(index);
      }
    }
    List<StoryRow> wanted =
        request.keys().isEmpty()
            ? rows
            : rows.stream()
                .filter(
                    row -> row.values().subList(0, keyCount).stream().noneMatch(Objects::isNull))
                .filter(row -> request.keys().get().contains(key(row)))
                .toList();
    rowsRead += wanted.size();
    return new Reading(new Columns(all, keyCount, current, shown), wanted, wanted.size() - lost);
  }

  private void add(List<Column> all, ColumnUse use) {
    Set<String> names = new HashSet<>();
    switch (use) {
      case ColumnUse.All _ -> model.forEach(column -> names.add(column.name()));
      case ColumnUse.Only(var some) -> names.addAll(some);
    }
    for (Column column : model) {
      if (names.contains(column.name()) && !all.contains(column)) {
        all.add(column);
      }
    }
  }

  @Override
  public List<TestStep> test() {
    return List.of(TestStep.passed("memory", "always there"));
  }

  @Override
  public void close() {}

  private final class Reading implements Extraction {
    private final Columns columns;
    private final List<StoryRow> sent;
    private final int until;
    private int at;

    Reading(Columns columns, List<StoryRow> sent, int until) {
      this.columns = columns;
      this.sent = sent;
      this.until = until;
    }

    @Override
    public Columns columns() {
      return columns;
    }

    @Override
    public boolean next(RowWriter out) {
      if (at >= until) {
        return false;
      }
      List<@Nullable String> values = sent.get(at++).values();
      out.begin(keyCount);
      for (Column column : columns.all()) {
        int index = model.indexOf(column);
        String value = index < values.size() ? values.get(index) : null;
        if (value == null) {
          out.nul();
        } else if (value.equals(StoryRow.UNREADABLE)) {
          out.unrepresentable("not for you");
        } else if (column.tag() == Tag.NUMBER) {
          out.number(Long.parseLong(value));
        } else {
          out.text(value);
        }
      }
      return true;
    }

    @Override
    public long rowsSent() {
      return sent.size();
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }
}
