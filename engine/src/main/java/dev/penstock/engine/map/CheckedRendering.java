package dev.penstock.engine.map;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.field.Field;
import dev.penstock.engine.field.FieldCheck;
import dev.penstock.engine.field.FieldError;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.language.Expression;
import dev.penstock.engine.language.MappingCompiler;
import dev.penstock.engine.language.MappingException;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes payloads for an action whose fields have rules: maps, checks, then writes. */
final class CheckedRendering implements Rendering {
  private final Columns columns;
  private final RowRecord record;
  private final Expression expression;
  private final List<Field> rules;
  private final Optional<String> unwrapped;

  CheckedRendering(Action action, ObjectValue mapping, Columns columns) {
    this.columns = columns;
    this.record = new RowRecord(columns);
    this.expression = new MappingCompiler(new RowScope(Optional.of(columns))).compile(mapping);
    this.rules = action.fields().stream().map(Action.ActionField::rule).toList();
    this.unwrapped = action.unwrapped();
  }

  @Override
  public Optional<Failure> render(RowView row, Kind kind, JsonWriter out) {
    Value made;
    try {
      made = expression.of(record.wrap(row, kind));
    } catch (UnrepresentableException e) {
      return Optional.of(e.failure(columns));
    } catch (MappingException e) {
      return Optional.of(e.failure());
    }
    if (!(made instanceof ObjectValue object)) {
      return Optional.of(
          MappingException.runtime("the mapping made no object but " + made.typeWord()).failure());
    }
    FieldCheck.Checked checked = FieldCheck.check(rules, object, "");
    if (!checked.errors().isEmpty()) {
      return Optional.of(failure(checked.errors()));
    }
    ObjectValue fitting = checked.record();
    ValueWriter.to(out).write(unwrapped.isPresent() ? fitting.get(unwrapped.get()) : fitting);
    return Optional.empty();
  }

  /** The first error gives code and field; the words are those of all. */
  private static Failure failure(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    String words = errors.stream().map(FieldError::message).collect(Collectors.joining(" "));
    return Failure.of(first.code(), words).onField(first.field());
  }
}
