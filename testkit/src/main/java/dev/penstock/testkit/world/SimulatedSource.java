package dev.penstock.testkit.world;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A model in memory whose readings can break off, fall short, or hold bad keys. */
final class SimulatedSource implements Source {
  private static final List<Column> MODEL =
      List.of(new Column("email", Tag.TEXT, "text"), new Column("note", Tag.TEXT, "text"));

  private final Map<Integer, Row> rows = new LinkedHashMap<>();
  private final Random random;
  private int dieAtRow = -1;
  private int loseRows;
  private int nullKeys;
  private boolean textKeys;
  private final List<Row> duplicates = new ArrayList<>();

  SimulatedSource(Random random) {
    this.random = random;
  }

  Map<Integer, Row> rows() {
    return rows;
  }

  /** The rows whose key occurs once: those that a sync must deliver. */
  boolean isUnique(int id) {
    return duplicates.stream().noneMatch(row -> row.id() == id);
  }

  void heal() {
    dieAtRow = -1;
    loseRows = 0;
    nullKeys = 0;
    textKeys = false;
    duplicates.clear();
  }

  void dieAtRow(int row) {
    dieAtRow = row;
  }

  /** The next readings end early without the driver noticing. */
  void loseRows(int count) {
    loseRows = count;
  }

  void nullKeys(int count) {
    nullKeys = count;
  }

  /** Somebody casts the key to text. */
  void textKeys() {
    textKeys = true;
  }

  void duplicate(Row row) {
    duplicates.add(row);
  }

  @Override
  public Extraction extract(ExtractRequest request) {
    List<Row> sent = new ArrayList<>(rows.values());
    sent.addAll(duplicates);
    request
        .keys()
        .ifPresent(
            keys -> sent.removeIf(row -> !keys.contains(RowKey.of(Integer.toString(row.id())))));
    java.util.Collections.shuffle(sent, random);
    return new Reading(layout(request, key()), sent);
  }

  /** Integers of either width are the same key. */
  private Column key() {
    return textKeys
        ? new Column("id", Tag.TEXT, "text")
        : new Column("id", Tag.NUMBER, random.nextBoolean() ? "int4" : "int8");
  }

  private static Columns layout(ExtractRequest request, Column key) {
    List<Column> all = new ArrayList<>();
    all.add(key);
    add(all, request.current());
    int current = all.size();
    add(all, request.alsoForOlder());
    List<Integer> shown = new ArrayList<>();
    shown.add(0);
    for (Column column : MODEL) {
      int index = all.indexOf(column);
      if (index >= 0 && index < current) {
        shown.add(index);
      }
    }
    return new Columns(all, 1, current, shown);
  }

  private static void add(List<Column> all, ColumnUse use) {
    Set<String> names =
        switch (use) {
          case ColumnUse.All _ -> Set.of("email", "note");
          case ColumnUse.Only(var some) -> some;
        };
    for (Column column : MODEL) {
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

  /** One reading of the rows as they were when it began. */
  private final class Reading implements Extraction {
    private final Columns columns;
    private final List<Row> sent;
    private final int lost;
    private int at;
    private int nulls;

    Reading(Columns columns, List<Row> sent) {
      this.columns = columns;
      this.sent = sent;
      this.lost = Math.min(loseRows, sent.size());
      this.nulls = nullKeys;
    }

    @Override
    public Columns columns() {
      return columns;
    }

    @Override
    public boolean next(RowWriter row) {
      if (at == dieAtRow) {
        throw new PenstockException(
            ErrorCode.SOURCE_UNAVAILABLE, "The simulated source broke off. Run again.");
      }
      if (nulls > 0) {
        nulls--;
        write(row, new Row(0, "nobody", null), true);
        return true;
      }
      if (at >= sent.size() - lost) {
        return false;
      }
      write(row, sent.get(at++), false);
      return true;
    }

    private void write(RowWriter out, Row row, boolean nullKey) {
      out.begin(1);
      for (Column column : columns.all()) {
        switch (column.name()) {
          case "id" -> {
            if (nullKey) {
              out.nul();
            } else if (columns.get(0).tag() == Tag.TEXT) {
              out.text(Integer.toString(row.id()));
            } else {
              out.number(row.id());
            }
          }
          case "email" -> {
            if (row.isUnreadable()) {
              out.unrepresentable("NaN");
            } else {
              out.text(row.email());
            }
          }
          default -> {
            String note = row.note();
            if (note == null) {
              out.nul();
            } else {
              out.text(note);
            }
          }
        }
      }
    }

    @Override
    public long rowsSent() {
      return sent.size() + (long) nullKeys;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }
}
