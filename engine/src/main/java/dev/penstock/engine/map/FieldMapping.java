package dev.penstock.engine.map;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.field.FieldType;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import dev.penstock.engine.language.Directive;
import dev.penstock.engine.language.MappingCompiler;
import dev.penstock.engine.language.MappingException;
import dev.penstock.engine.language.Transformation;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A mapping in Segment's language for the fields of one action. Immutable. */
public final class FieldMapping implements Mapping {
  private static final String ROW = "$.properties";

  /** Members that Segment's own server reads, and no field is named like. */
  private static final String INTERNAL = "__segment_internal_";

  private final long version;
  private final String definition;
  private final Action action;
  private final ObjectValue mapping;
  private final ColumnUse use;

  private FieldMapping(
      long version, String definition, Action action, ObjectValue mapping, ColumnUse use) {
    this.version = version;
    this.definition = definition;
    this.action = action;
    this.mapping = mapping;
    this.use = use;
  }

  /** The mapping that a sync has when it names none: the whole row as the action's one field. */
  public static Json.Obj wholeRow(Action action) {
    String field = action.unwrapped().orElse("properties");
    return new Json.Obj(Map.of(field, new Json.Obj(Map.of("@path", new Json.Text(ROW)))));
  }

  /**
   * Compiles a definition: an object with a member for each field of the action, or a directive
   * that makes such an object.
   *
   * @throws PenstockException CONFIG_INVALID naming the field and what is wrong with it
   */
  public static FieldMapping compile(Json.Obj definition, Action action) {
    String text = definition.text();
    ObjectValue mapping = checked(text);
    if (Directive.of(mapping).isEmpty()) {
      checkFields(mapping, action);
    }
    RowScope scope = new RowScope(Optional.empty());
    new MappingCompiler(scope).compile(mapping);
    if (!scope.faults().isEmpty()) {
      throw invalid(String.join(" ", scope.faults()));
    }
    byte[] meaning =
        (action.name() + "\n" + action.unwrapped().orElse("") + "\n" + text)
            .getBytes(StandardCharsets.UTF_8);
    long version = Hashing.xxh3_64().hashBytesToLong(meaning);
    return new FieldMapping(version, text, action, mapping, scope.use());
  }

  private static ObjectValue checked(String definition) {
    try {
      return Transformation.checked(ValueReader.read(definition));
    } catch (MappingException wrong) {
      throw invalid(String.join(" ", wrong.messages()));
    }
  }

  private static void checkFields(ObjectValue mapping, Action action) {
    for (int i = 0; i < mapping.size(); i++) {
      String name = mapping.name(i);
      if (!name.startsWith(INTERNAL)
          && action.fields().stream().noneMatch(field -> field.name().equals(name))) {
        throw invalid(
            "The mapping fills field \"%s\", which action \"%s\" does not have. It has: %s."
                .formatted(
                    name,
                    action.name(),
                    String.join(
                        ", ", action.fields().stream().map(Action.ActionField::name).toList())));
      }
    }
    for (Action.ActionField field : action.fields()) {
      if (field.required() && mapping.get(field.name()) == Value.MISSING) {
        throw invalid(
            "Action \"%s\" needs field \"%s\", and the mapping does not fill it."
                .formatted(action.name(), field.name()));
      }
    }
  }

  /** Compiles a definition that was kept as text. */
  public static FieldMapping read(String definition, Action action) {
    if (JsonReader.read(definition) instanceof Json.Obj object) {
      return compile(object, action);
    }
    throw invalid("The kept mapping is not an object. Run `penstock state verify`.");
  }

  private static PenstockException invalid(String message) {
    return new PenstockException(ErrorCode.CONFIG_INVALID, message);
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public String definition() {
    return definition;
  }

  @Override
  public ColumnUse columns() {
    return use;
  }

  @Override
  public Rendering bind(Columns columns) {
    RowScope.requireColumns(use, columns);
    boolean rules =
        action.fields().stream().anyMatch(field -> field.rule().type() != FieldType.ANYTHING);
    return rules
        ? new CheckedRendering(action, mapping, columns)
        : new FieldRendering(action, mapping, columns);
  }
}
