package dev.penstock.engine.map;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import dev.penstock.engine.row.Columns;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A mapping whose fields are columns ({@code @path}), the whole row, and literal values, in objects
 * and arrays as deep as wanted. Immutable.
 */
public final class FieldMapping implements Mapping {
  private static final String ROW = "$.properties";
  private static final String COLUMN_PREFIX = ROW + ".";

  private final long version;
  private final String definition;
  private final Action action;
  private final Map<String, Expression> fields;

  private FieldMapping(
      long version, String definition, Action action, Map<String, Expression> fields) {
    this.version = version;
    this.definition = definition;
    this.action = action;
    this.fields = fields;
  }

  /** The mapping that a sync has when it names none: the whole row as the action's one field. */
  public static Json.Obj wholeRow(Action action) {
    String field = action.unwrapped().orElse("properties");
    return new Json.Obj(Map.of(field, new Json.Obj(Map.of("@path", new Json.Text(ROW)))));
  }

  /**
   * Compiles a definition: an object with a member for each field of the action.
   *
   * @throws PenstockException CONFIG_INVALID naming the field and what is wrong with it
   */
  public static FieldMapping compile(Json.Obj definition, Action action) {
    Map<String, Expression> fields = new LinkedHashMap<>();
    for (var member : definition.members().entrySet()) {
      String name = member.getKey();
      if (action.fields().stream().noneMatch(field -> field.name().equals(name))) {
        throw invalid(
            "The mapping fills field \"%s\", which action \"%s\" does not have. It has: %s."
                .formatted(
                    name,
                    action.name(),
                    String.join(
                        ", ", action.fields().stream().map(Action.ActionField::name).toList())));
      }
      fields.put(name, expression("/" + name, member.getValue()));
    }
    for (Action.ActionField field : action.fields()) {
      if (field.required() && !fields.containsKey(field.name())) {
        throw invalid(
            "Action \"%s\" needs field \"%s\", and the mapping does not fill it."
                .formatted(action.name(), field.name()));
      }
    }
    String text = definition.text();
    byte[] meaning =
        (action.name() + "\n" + action.unwrapped().orElse("") + "\n" + text)
            .getBytes(StandardCharsets.UTF_8);
    return new FieldMapping(Hashing.xxh3_64().hashBytesToLong(meaning), text, action, fields);
  }

  /** Compiles a definition that was kept as text. */
  public static FieldMapping read(String definition, Action action) {
    if (JsonReader.read(definition) instanceof Json.Obj object) {
      return compile(object, action);
    }
    throw invalid("The kept mapping is not an object. Run `penstock state verify`.");
  }

  private static Expression expression(String place, Json value) {
    return switch (value) {
      case Json.Obj(var members)
          when members.keySet().stream().anyMatch(key -> key.startsWith("@")) ->
          directive(place, members);
      case Json.Obj(var members) -> {
        Map<String, Expression> parts = new LinkedHashMap<>();
        members.forEach((name, part) -> parts.put(name, expression(place + "/" + name, part)));
        yield new Expression.ObjectOf(parts);
      }
      case Json.Array(var items) ->
          new Expression.ArrayOf(items.stream().map(item -> expression(place, item)).toList());
      case Json.Null _, Json.Bool _, Json.Num _, Json.Text _ -> new Expression.Literal(value);
    };
  }

  private static Expression directive(String place, Map<String, Json> members) {
    if (members.size() == 1 && members.get("@path") instanceof Json.Text(String path)) {
      return path(place, path);
    }
    if (members.size() == 1 && members.containsKey("@literal")) {
      return new Expression.Literal(members.getOrDefault("@literal", new Json.Null()));
    }
    throw invalid(
        "The mapping uses %s at %s; only @path and @literal are known."
            .formatted(String.join(", ", members.keySet()), place));
  }

  private static Expression path(String place, String path) {
    if (path.equals(ROW)) {
      return new Expression.Row();
    }
    String column = path.startsWith(COLUMN_PREFIX) ? path.substring(COLUMN_PREFIX.length()) : "";
    if (column.isEmpty() || column.indexOf('.') >= 0 || column.indexOf('[') >= 0) {
      throw invalid(
          "The path \"%s\" at %s does not name a column; write $.properties.<column>."
              .formatted(path, place));
    }
    return new Expression.Column(column);
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
    Set<String> names = new LinkedHashSet<>();
    for (Expression field : fields.values()) {
      if (!collect(field, names)) {
        return new ColumnUse.All();
      }
    }
    return new ColumnUse.Only(names);
  }

  private static boolean collect(Expression expression, Set<String> names) {
    return switch (expression) {
      case Expression.Row _ -> false;
      case Expression.Column(String name) -> {
        names.add(name);
        yield true;
      }
      case Expression.Literal _ -> true;
      case Expression.ObjectOf(var parts) ->
          parts.values().stream().allMatch(part -> collect(part, names));
      case Expression.ArrayOf(var items) -> items.stream().allMatch(item -> collect(item, names));
    };
  }

  @Override
  public Rendering bind(Columns columns) {
    return new FieldRendering(action, fields, columns);
  }
}
