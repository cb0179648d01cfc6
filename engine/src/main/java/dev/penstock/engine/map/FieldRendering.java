package dev.penstock.engine.map;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.language.Directive;
import dev.penstock.engine.language.Expression;
import dev.penstock.engine.language.MappingCompiler;
import dev.penstock.engine.language.MappingException;
import dev.penstock.engine.language.Path;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.Tag;
import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes payloads for one layout: every name is bytes already, every column a position. */
final class FieldRendering implements Rendering {
  private static final byte[] NOTHING = new byte[0];

  private final Columns columns;
  private final RowRecord record;
  private final boolean unwrapped;
  private final Optional<Expression> whole;
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param mapping checked, and all columns that it reads are there
   */
  FieldRendering(Action action, ObjectValue mapping, Columns columns) {
    this.columns = columns;
    this.record = new RowRecord(columns);
    this.unwrapped = action.unwrapped().isPresent();
    MappingCompiler compiler = new MappingCompiler(new RowScope(Optional.of(columns)));
    boolean directive = Directive.of(mapping).isPresent();
    this.whole = directive ? Optional.of(compiler.compile(mapping)) : Optional.empty();
    for (Action.ActionField field : action.fields()) {
      if (unwrapped && !action.unwrapped().orElseThrow().equals(field.name())) {
        continue;
      }
      Value definition = mapping.get(field.name());
      if (directive || definition != Value.MISSING) {
        Writing writing =
            directive
                ? computed(made -> member(made, field.name()))
                : writing(definition, compiler);
        parts.add(new Part(field.name(), name(field.name()), field.required(), writing));
      }
    }
  }

  /** One field: its name as bytes with quotes and colon, and how its value is written. */
  private record Part(String field, byte[] name, boolean required, Writing writing) {}

  /** Writes a value with the bytes that stand before it, or nothing at all where it is missing. */
  @FunctionalInterface
  private interface Writing {
    boolean write(Value payload, byte[] before, JsonWriter out);
  }

  @Override
  public Optional<Failure> render(RowView row, Kind kind, JsonWriter out) {
    int start = out.size();
    String field = "";
    try {
      Value payload = record.wrap(row, kind);
      if (whole.isPresent()) {
        payload = whole.get().of(payload);
      }
      boolean any = false;
      for (Part part : parts) {
        field = part.field;
        int at = out.size();
        if (!unwrapped) {
          out.put(any ? ',' : '{');
        }
        boolean written = part.writing.write(payload, unwrapped ? NOTHING : part.name, out);
        if (part.required && (!written || endsWithNull(out, at))) {
          out.truncate(start);
          return Optional.of(
              Failure.of(ErrorCode.MISSING_REQUIRED, "the field is required and has no value")
                  .onField(field));
        }
        if (!written) {
          out.truncate(at);
        }
        any |= written;
      }
      finish(any, out);
      return Optional.empty();
    } catch (UnrepresentableException e) {
      out.truncate(start);
      return Optional.of(e.failure(columns).onField(field));
    } catch (MappingException e) {
      out.truncate(start);
      return Optional.of(e.failure().onField(field));
    }
  }

  private void finish(boolean any, JsonWriter out) {
    if (unwrapped) {
      if (!any) {
        out.nul();
      }
      return;
    }
    if (!any) {
      out.put('{');
    }
    out.put('}');
  }

  private static boolean endsWithNull(JsonWriter out, int from) {
    int at = out.size() - 4;
    // A text would end with a quote; nothing else ends with these letters.
    return at >= from && out.array()[at] == 'n' && out.array()[at + 3] == 'l';
  }

  private static Value member(Value made, String name) {
    if (made instanceof ObjectValue object) {
      return object.get(name);
    }
    throw MappingException.runtime("the mapping made " + made.typeWord() + " instead of an object");
  }

  private Writing writing(Value definition, MappingCompiler compiler) {
    if (isWholeRow(definition)) {
      return wholeRow();
    }
    Expression expression = compiler.compile(definition);
    if (expression instanceof RowScope.ColumnExpression(int index, var inside)
        && inside.isEmpty()) {
      return (payload, before, out) -> {
        out.raw(before);
        cell(record.row(), index, out);
        return true;
      };
    }
    if (isConstant(definition)) {
      byte[] json = ValueWriter.text(definition).getBytes(StandardCharsets.UTF_8);
      return (payload, before, out) -> {
        out.raw(before);
        out.raw(json);
        return true;
      };
    }
    return computed(expression);
  }

  private static Writing computed(Expression expression) {
    return (payload, before, out) -> {
      Value value = expression.of(payload);
      if (value == Value.MISSING) {
        return false;
      }
      out.raw(before);
      ValueWriter.to(out).write(value);
      return true;
    };
  }

  private static boolean isWholeRow(Value definition) {
    return definition instanceof ObjectValue object
        && Directive.of(object).orElse(null) instanceof Directive(String name, Value argument)
        && name.equals("@path")
        && argument instanceof Text path
        && Path.withRoot(path.string()).equals(List.of(RowRecord.PROPERTIES));
  }

  private static boolean isConstant(Value definition) {
    return switch (definition) {
      case ObjectValue object -> object.size() == 0;
      case ArrayValue array -> array.size() == 0;
      default -> true;
    };
  }

  private Writing wholeRow() {
    int[] order = columns.shown().stream().mapToInt(Integer::intValue).toArray();
    byte[][] names = new byte[order.length][];
    for (int i = 0; i < order.length; i++) {
      names[i] = join(i == 0 ? "{" : ",", name(columns.get(order[i]).name()));
    }
    return (payload, before, out) -> {
      out.raw(before);
      for (int i = 0; i < order.length; i++) {
        out.raw(names[i]);
        cell(record.row(), order[i], out);
      }
      out.put('}');
      return true;
    };
  }

  private static void cell(RowView row, int column, JsonWriter out) {
    Tag tag = row.tag(column);
    int start = row.start(column);
    int length = row.end(column) - start;
    switch (tag) {
      case NULL -> out.nul();
      case BOOLEAN, NUMBER, FLOAT, JSON -> out.raw(row.bytes(), start, length);
      case TEXT, INSTANT, LOCAL_DATE_TIME, DATE, TIME, BYTES ->
          out.string(row.bytes(), start, length);
      case UNREPRESENTABLE -> throw new UnrepresentableException(column);
    }
  }

  private static byte[] name(String name) {
    JsonWriter out = new JsonWriter();
    out.string(name);
    out.put(':');
    return out.copy();
  }

  private static byte[] join(String before, byte[] bytes) {
    byte[] head = before.getBytes(StandardCharsets.US_ASCII);
    byte[] joined = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, joined, head.length, bytes.length);
    return joined;
  }
}
