package dev.penstock.engine.map;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes payloads for one layout: every name is bytes already, every column a position. */
final class FieldRendering implements Rendering {
  private final Columns columns;
  private final List<Part> parts = new ArrayList<>();
  private final boolean unwrapped;

  FieldRendering(Action action, Map<String, Expression> fields, Columns columns) {
    this.columns = columns;
    this.unwrapped = action.unwrapped().isPresent();
    for (Action.ActionField field : action.fields()) {
      Expression expression = fields.get(field.name());
      if (expression != null
          && (!unwrapped || action.unwrapped().orElseThrow().equals(field.name()))) {
        parts.add(
            new Part(field.name(), name(field.name()), field.required(), value(field, expression)));
      }
    }
  }

  /** One field: its name as bytes with quotes and colon, and how its value is written. */
  private record Part(String field, byte[] name, boolean required, Value value) {}

  /** Writes a value; returns the position of a column that JSON cannot carry, or -1. */
  @FunctionalInterface
  private interface Value {
    int FINE = -1;

    int write(RowView row, JsonWriter out);
  }

  @Override
  public Optional<Failure> render(RowView row, Kind kind, JsonWriter out) {
    int before = out.size();
    char separator = '{';
    for (Part part : parts) {
      if (!unwrapped) {
        out.put(separator);
        out.raw(part.name);
        separator = ',';
      }
      int at = out.size();
      int bad = part.value.write(row, out);
      if (bad != Value.FINE) {
        out.truncate(before);
        return Optional.of(
            Failure.of(
                    ErrorCode.UNREPRESENTABLE,
                    "column %s holds a value of type %s that JSON cannot carry"
                        .formatted(columns.get(bad).name(), columns.get(bad).sourceType()))
                .onField(part.field));
      }
      if (part.required && isNull(out, at)) {
        out.truncate(before);
        return Optional.of(
            Failure.of(ErrorCode.MISSING_REQUIRED, "the field is required and its value is null")
                .onField(part.field));
      }
    }
    if (!unwrapped) {
      if (separator == '{') {
        out.put('{');
      }
      out.put('}');
    }
    return Optional.empty();
  }

  private static boolean isNull(JsonWriter out, int at) {
    return out.size() == at + 4 && out.array()[at] == 'n';
  }

  private Value value(Action.ActionField field, Expression expression) {
    return switch (expression) {
      case Expression.Row _ -> wholeRow();
      case Expression.Column(String name) -> column(field, name);
      case Expression.Literal(Json json) -> {
        byte[] bytes = json.text().getBytes(StandardCharsets.UTF_8);
        yield (row, out) -> {
          out.raw(bytes);
          return Value.FINE;
        };
      }
      case Expression.ObjectOf(var members) -> {
        List<byte[]> names = members.keySet().stream().map(FieldRendering::name).toList();
        List<Value> values = members.values().stream().map(part -> value(field, part)).toList();
        yield nested('{', '}', names, values);
      }
      case Expression.ArrayOf(var items) -> {
        List<Value> values = items.stream().map(item -> value(field, item)).toList();
        yield nested('[', ']', List.of(), values);
      }
    };
  }

  private static Value nested(char open, char close, List<byte[]> names, List<Value> values) {
    return (row, out) -> {
      out.put(open);
      for (int i = 0; i < values.size(); i++) {
        if (i > 0) {
          out.put(',');
        }
        if (!names.isEmpty()) {
          out.raw(names.get(i));
        }
        int bad = values.get(i).write(row, out);
        if (bad != Value.FINE) {
          return bad;
        }
      }
      out.put(close);
      return Value.FINE;
    };
  }

  private Value wholeRow() {
    int[] order = columns.shown().stream().mapToInt(Integer::intValue).toArray();
    byte[][] names = new byte[order.length][];
    for (int i = 0; i < order.length; i++) {
      String separator = i == 0 ? "{" : ",";
      names[i] = join(separator, name(columns.get(order[i]).name()));
    }
    return (row, out) -> {
      for (int i = 0; i < order.length; i++) {
        out.raw(names[i]);
        if (!cell(row, order[i], out)) {
          return order[i];
        }
      }
      out.put('}');
      return Value.FINE;
    };
  }

  private Value column(Action.ActionField field, String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new PenstockException(
          ErrorCode.SCHEMA_DRIFT,
          "Field \"%s\" is mapped from column \"%s\", which the model no longer has. "
                  .formatted(field.name(), name)
              + "Restore the column or change the mapping.");
    }
    return (row, out) -> cell(row, index, out) ? Value.FINE : index;
  }

  private static boolean cell(RowView row, int column, JsonWriter out) {
    Tag tag = row.tag(column);
    int start = row.start(column);
    int length = row.end(column) - start;
    switch (tag) {
      case NULL -> out.nul();
      case BOOLEAN, NUMBER, FLOAT, JSON -> out.raw(row.bytes(), start, length);
      case TEXT, INSTANT, LOCAL_DATE_TIME, DATE, TIME, BYTES ->
          out.string(row.bytes(), start, length);
      case UNREPRESENTABLE -> {
        return false;
      }
    }
    return true;
  }

  private static byte[] name(String name) {
    JsonWriter out = new JsonWriter();
    out.string(name);
    out.put(':');
    return out.copy();
  }

  private static byte[] join(String before, byte[] bytes) {
    byte[] head = before.getBytes(StandardCharsets.US_ASCII);
    byte[] joined = java.util.Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, joined, head.length, bytes.length);
    return joined;
  }
}
