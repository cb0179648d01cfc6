package dev.penstock.engine.field;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Article;
import dev.penstock.engine.value.LenientDate;
import dev.penstock.engine.value.Members;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings one record into the shape that an action's fields ask for: leaves out what is empty,
 * converts what can be converted, and says what does not fit. For one record; a record in a batch
 * is checked like one that goes alone.
 */
public final class FieldCheck {
  private static final String ROOT_NAME = "The root value";

  private final List<FieldError> errors = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();

  /**
   * What became of a record.
   *
   * @param record in the order of the fields; of use only when there are no errors
   * @param dropped the paths of members that no field knows
   */
  public record Checked(ObjectValue record, List<FieldError> errors, List<String> dropped) {
    public Checked {
      errors = List.copyOf(errors);
      dropped = List.copyOf(dropped);
    }
  }

  private FieldCheck() {}

  /**
   * Checks a record. Without fields everything fits.
   *
   * @param syncMode the sync's mode, for requirements that ask for it
   */
  public static Checked check(List<Field> fields, ObjectValue record, String syncMode) {
    if (fields.isEmpty()) {
      return new Checked(record, List.of(), List.of());
    }
    FieldCheck check = new FieldCheck();
    ObjectValue shaped = check.object(fields, false, record, Place.ROOT);
    check.conditions(fields, shaped, syncMode);
    return new Checked(shaped, check.errors, check.dropped);
  }

  /** Where a value stands, in the three ways that messages name it. */
  private record Place(String path, String pointer, String name, String field) {
    static final Place ROOT = new Place("$", "", ROOT_NAME, "");

    boolean top() {
      return field.isEmpty();
    }

    Place property(Field property) {
      String key = property.key();
      return new Place(
          path + "." + key, pointer + "/" + key, property.label(), top() ? key : field);
    }

    Place item(int index) {
      String at = pointer + "/" + index;
      return new Place(path + "[" + index + "]", at, "The value at " + at, field);
    }
  }

  private void error(ErrorCode code, Place place, String message) {
    errors.add(new FieldError(place.path, place.name + " " + message, place.field, code));
  }

  private void missing(String path, String name, String top, String key) {
    String field = top.isEmpty() ? key : top;
    String message = "%s is missing the required field '%s'.".formatted(name, key);
    errors.add(new FieldError(path, message, field, ErrorCode.MISSING_REQUIRED));
  }

  private ObjectValue object(List<Field> fields, boolean open, ObjectValue given, Place place) {
    Members.Builder shaped = new Members.Builder();
    Value[] kept = new Value[fields.size()];
    for (int i = 0; i < kept.length; i++) {
      Field field = fields.get(i);
      kept[i] = kept(field, given.get(field.key()), place.top());
      if (kept[i] == Value.MISSING && field.required() instanceof Requirement.Always) {
        missing(place.path, place.name, place.field, field.key());
      }
    }
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] != Value.MISSING) {
        Field field = fields.get(i);
        shaped.put(field.key(), value(field, kept[i], place.property(field)));
      }
    }
    others(fields, open, given, place, shaped);
    return shaped.build();
  }

  private void others(
      List<Field> fields, boolean open, ObjectValue given, Place place, Members.Builder shaped) {
    for (int i = 0; i < given.size(); i++) {
      String name = given.name(i);
      if (!isKnown(name, fields)) {
        if (open) {
          shaped.put(name, given.value(i));
        } else {
          dropped.add(place.path + "." + name);
        }
      }
    }
  }

  private static boolean isKnown(String name, List<Field> fields) {
    for (Field field : fields) {
      if (field.key().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The value, or missing where an empty one is left out. */
  private static Value kept(Field field, Value value, boolean top) {
    if (field.type() == FieldType.ANYTHING && value != Value.NULL) {
      return value;
    }
    boolean empty = value instanceof Text text && text.isEmpty();
    boolean drop =
        (value == Value.NULL && !field.allowNull())
            || (empty && (top || field.multiple() || !field.type().isText()));
    return drop ? Value.MISSING : value;
  }

  private Value value(Field field, Value value, Place place) {
    if (value == Value.NULL) {
      return value;
    }
    return field.multiple() ? list(field, value, place) : single(field, value, place);
  }

  private Value list(Field field, Value value, Place place) {
    ArrayValue given = value instanceof ArrayValue array ? array : ArrayValue.of(value);
    List<Value> items = new ArrayList<>(given.size());
    for (int i = 0; i < given.size(); i++) {
      Value item = given.get(i);
      boolean empty = item instanceof Text text && text.isEmpty() && !field.type().isText();
      if (!item.absent() && !empty) {
        Place at = value instanceof ArrayValue ? place.item(i) : place;
        items.add(single(field, item, at));
      }
    }
    return ArrayValue.of(items);
  }

  private Value single(Field field, Value given, Place place) {
    Value value = Coercion.to(field.type(), given);
    if (value == Value.MISSING) {
      error(
          ErrorCode.TYPE_MISMATCH,
          place,
          "must be %s but it was %s."
              .formatted(field.type().words(), Article.with(given.typeWord())));
      return given;
    }
    if (value instanceof ObjectValue object && !field.properties().isEmpty()) {
      value = object(field.properties(), field.open(), object, place);
    }
    text(field, value, place);
    bounds(field, value, place);
    choices(field, value, place);
    return value;
  }

  private void text(Field field, Value value, Place place) {
    if (!(value instanceof Text text)) {
      return;
    }
    if (field.type() == FieldType.DATETIME
        && !isNumber(text)
        && LenientDate.moment(text.string()).isEmpty()) {
      error(ErrorCode.TYPE_MISMATCH, place, "must be a valid date-like string but it was not.");
    }
    if (field.format().isPresent() && !field.format().get().fits(text.string())) {
      error(
          ErrorCode.FIELD_INVALID,
          place,
          "must be a valid " + field.format().get().words() + " string but it was not.");
    }
  }

  private static boolean isNumber(Text text) {
    return Coercion.to(FieldType.NUMBER, text) != Value.MISSING;
  }

  private void bounds(Field field, Value value, Place place) {
    if (value instanceof Text text && field.type().isText()) {
      int length = text.string().codePointCount(0, text.string().length());
      outside(field, BigDecimal.valueOf(length))
          .ifPresent(
              bound ->
                  error(
                      bound.intValue() > length
                          ? ErrorCode.FIELD_INVALID
                          : ErrorCode.FIELD_TOO_LONG,
                      place,
                      "must be %s %s but it was %s."
                          .formatted(
                              characters(bound),
                              bound.intValue() > length ? "or more" : "or fewer",
                              characters(BigDecimal.valueOf(length)))));
    } else if (value instanceof Num number && field.type() == FieldType.NUMBER) {
      outside(field, number.exact())
          .ifPresent(
              bound ->
                  error(
                      ErrorCode.FIELD_INVALID,
                      place,
                      "must be %s %s but it was %s."
                          .formatted(
                              bound.toPlainString(),
                              bound.compareTo(number.exact()) > 0 ? "or more" : "or less",
                              number.text())));
    }
  }

  private static String characters(BigDecimal count) {
    return count.toPlainString() + (count.intValue() == 1 ? " character" : " characters");
  }

  /** The bound that the number is beyond. */
  private static Optional<BigDecimal> outside(Field field, BigDecimal number) {
    return field
        .minimum()
        .filter(least -> least.signum() != 0 && number.compareTo(least) < 0)
        .or(() -> field.maximum().filter(most -> most.signum() != 0 && number.compareTo(most) > 0));
  }

  private void choices(Field field, Value value, Place place) {
    if (!field.choices().isEmpty()
        && field.choices().stream().noneMatch(choice -> choice.equalTo(value))) {
      List<String> words = field.choices().stream().map(ValueWriter::text).toList();
      error(ErrorCode.ENUM_UNKNOWN, place, "must be one of: " + listed(words) + ".");
    }
  }

  private static String listed(List<String> words) {
    if (words.size() < 3) {
      return String.join(" or ", words);
    }
    return words.subList(0, words.size() - 1).stream().collect(Collectors.joining(", "))
        + ", or "
        + words.getLast();
  }

  /** Requirements that depend on other fields are asked when those have their final values. */
  private void conditions(List<Field> fields, ObjectValue record, String syncMode) {
    for (Field field : fields) {
      if (field.required() instanceof Requirement.When when && when.holds(record, syncMode)) {
        demand(record, field.key(), Place.ROOT);
      }
      for (Field property : field.properties()) {
        if (!field.multiple()
            && property.required() instanceof Requirement.When when
            && when.holds(record, syncMode)) {
          if (record.get(field.key()) instanceof ObjectValue object) {
            String key = field.key();
            Place place = new Place("$." + key, "/" + key, "The value at /" + key, key);
            demand(object, property.key(), place);
          } else {
            demand(record, field.key(), Place.ROOT);
          }
        }
      }
    }
  }

  private void demand(ObjectValue object, String key, Place place) {
    if (object.get(key) == Value.MISSING) {
      missing(place.path, place.name, place.field, key);
      String field = place.top() ? key : place.field;
      String message = ROOT_NAME + " must match \"then\" schema.";
      errors.add(new FieldError("$", message, field, ErrorCode.MISSING_REQUIRED));
    }
  }
}
