package dev.penstock.engine.field;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads fields from Segment's JSON form of an action's {@code fields}. */
public final class FieldReader {
  private FieldReader() {}

  /**
   * Reads an object of fields by key. Attributes that only concern forms are ignored.
   *
   * @throws IllegalArgumentException naming the field and what is wrong with it
   */
  public static List<Field> read(Value fields) {
    if (!(fields instanceof ObjectValue object)) {
      throw new IllegalArgumentException("fields must be an object, not " + fields.typeWord());
    }
    List<Field> read = new ArrayList<>();
    for (int i = 0; i < object.size(); i++) {
      read.add(field(object.name(i), object.value(i)));
    }
    return List.copyOf(read);
  }

  private static Field field(String key, Value definition) {
    if (!(definition instanceof ObjectValue object)) {
      throw new IllegalArgumentException("field \"" + key + "\" must be an object");
    }
    String type = JsText.of(object.get("type"));
    List<Field> properties =
        object.get("properties") == Value.MISSING ? List.of() : read(object.get("properties"));
    return new Field(
        key,
        object.get("label") instanceof Text label ? label.string() : key,
        FieldType.named(type)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "field \"%s\" has type \"%s\", which is none".formatted(key, type))),
        requirement(key, object.get("required")),
        object.get("multiple") == Value.TRUE,
        object.get("allowNull") == Value.TRUE,
        object.get("format") instanceof Text format
            ? TextFormat.named(format.string())
            : Optional.empty(),
        bound(object.get("minimum")),
        bound(object.get("maximum")),
        choices(object.get("choices")),
        properties,
        properties.isEmpty() || object.get("additionalProperties") == Value.TRUE);
  }

  private static Optional<BigDecimal> bound(Value value) {
    return value instanceof Num number ? Optional.of(number.exact()) : Optional.empty();
  }

  /** Plain values, or objects with value and label. */
  private static List<Value> choices(Value value) {
    if (!(value instanceof ArrayValue array)) {
      return List.of();
    }
    return array.items().stream()
        .map(choice -> choice instanceof ObjectValue object ? object.get("value") : choice)
        .toList();
  }

  private static Requirement requirement(String key, Value value) {
    if (!(value instanceof ObjectValue object)) {
      return value == Value.TRUE ? new Requirement.Always() : new Requirement.Never();
    }
    if (!(object.get("conditions") instanceof ArrayValue conditions)) {
      throw new IllegalArgumentException(
          "field \"" + key + "\": \"required\" needs a list of conditions");
    }
    boolean all = !JsText.of(object.get("match")).equals("any");
    return new Requirement.When(
        conditions.items().stream().map(condition -> condition(key, condition)).toList(), all);
  }

  private static Requirement.Condition condition(String key, Value value) {
    if (!(value instanceof ObjectValue object)) {
      throw new IllegalArgumentException("field \"" + key + "\": a condition is an object");
    }
    boolean mode = JsText.of(object.get("type")).equals("syncMode");
    List<String> names =
        mode ? List.of() : List.of(JsText.of(object.get("fieldKey")).split("\\.", -1));
    return new Requirement.Condition(
        names, JsText.of(object.get("operator")).equals("is_not"), values(object.get("value")));
  }

  /**
   * JavaScript's undefined cannot be written in JSON; {@code {"$undefined": true}} stands for it.
   */
  private static List<Value> values(Value value) {
    return switch (value) {
      case ArrayValue array -> array.items();
      case ObjectValue object when object.get("$undefined") == Value.TRUE -> List.of();
      case Value.Missing _ -> List.of();
      default -> List.of(value);
    };
  }
}
