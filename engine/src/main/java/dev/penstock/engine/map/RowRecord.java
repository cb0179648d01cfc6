package dev.penstock.engine.map;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A row as a mapping sees it: Segment's record with the columns as its properties. Wraps one row
 * after the other; values taken from it are good until the next. Used by one thread.
 */
final class RowRecord implements ObjectValue {
  static final String ID = "__segment_id";
  static final String TYPE = "type";
  static final String EVENT = "event";
  static final String PROPERTIES = "properties";

  /** In the order in which they are shown. */
  static final List<String> NAMES = List.of(ID, TYPE, EVENT, PROPERTIES);

  private static final Text TRACK = Text.of("track");
  private static final Map<Kind, Text> EVENTS =
      Map.of(
          Kind.ADDED, Text.of("new"),
          Kind.UPDATED, Text.of("updated"),
          Kind.DELETED, Text.of("deleted"));

  private final Properties properties;
  private RowView row;
  private Kind kind = Kind.ADDED;

  RowRecord(Columns columns) {
    this.row = new RowView(columns);
    this.properties = new Properties(columns);
  }

  RowRecord wrap(RowView view, Kind change) {
    row = view;
    kind = change;
    return this;
  }

  RowView row() {
    return row;
  }

  @Override
  public int size() {
    return NAMES.size();
  }

  @Override
  public String name(int index) {
    return NAMES.get(index);
  }

  @Override
  public Value value(int index) {
    return get(name(index));
  }

  @Override
  public Value get(String name) {
    return switch (name) {
      case ID -> Text.of(row.keyText());
      case TYPE -> TRACK;
      case EVENT -> EVENTS.getOrDefault(kind, TRACK);
      case PROPERTIES -> properties;
      default -> Value.MISSING;
    };
  }

  /** The value of the column at a position of the buffer. */
  Value column(int index) {
    byte[] bytes = row.bytes();
    int start = row.start(index);
    int length = row.end(index) - start;
    return switch (row.tag(index)) {
      case NULL -> Value.NULL;
      case BOOLEAN -> Value.of(bytes[start] == 't');
      case NUMBER, FLOAT -> Num.token(bytes, start, length);
      case JSON -> properties.reader.read(bytes, start, length);
      case TEXT, INSTANT, LOCAL_DATE_TIME, DATE, TIME, BYTES -> Text.utf8(bytes, start, length);
      case UNREPRESENTABLE -> throw new UnrepresentableException(index);
    };
  }

  /** The columns by name, in the model's order. */
  private final class Properties implements ObjectValue {
    private final ValueReader reader = new ValueReader();
    private final Columns columns;
    private final Map<String, Integer> positions = new HashMap<>();

    Properties(Columns columns) {
      this.columns = columns;
      columns.shown().forEach(at -> positions.put(columns.get(at).name(), at));
    }

    @Override
    public int size() {
      return columns.shown().size();
    }

    @Override
    public String name(int index) {
      return columns.get(columns.shown().get(index)).name();
    }

    @Override
    public Value value(int index) {
      return column(columns.shown().get(index));
    }

    @Override
    public Value get(String name) {
      Integer position = positions.get(name);
      return position == null ? MISSING : column(position);
    }
  }
}
