package dev.penstock.server.project;

import dev.penstock.engine.json.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The words of JSON Schema 2020-12 that our schemas are made of. Pure. */
final class SchemaWords {
  /** What a reference stands for is known only when the project is read. */
  private static final String REFERENCE = "\\$\\{(env|secret):[^}]+\\}";

  private static final String NAME = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$";

  private SchemaWords() {}

  static Json.Obj obj(Object... namesAndValues) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
    }
    return new Json.Obj(members);
  }

  static Json text(String value) {
    return new Json.Text(value);
  }

  static Json list(List<String> texts) {
    return new Json.Array(texts.stream().map(SchemaWords::text).toList());
  }

  /** Any single value: text, and what YAML reads as a number or a flag where text is meant. */
  static Json.Obj scalar() {
    return obj("type", list(List.of("string", "number", "boolean")));
  }

  static Json.Obj name() {
    return obj("type", list(List.of("string", "number")), "pattern", text(NAME));
  }

  static Json.Obj flag() {
    return obj(
        "anyOf", new Json.Array(List.of(obj("type", text("boolean")), matching(REFERENCE, "."))));
  }

  static Json.Obj whole(int least, int most) {
    Json.Obj number =
        obj(
            "type",
            text("integer"),
            "minimum",
            new Json.Num(BigDecimal.valueOf(least)),
            "maximum",
            new Json.Num(BigDecimal.valueOf(most)));
    return obj("anyOf", new Json.Array(List.of(number, matching("\\d+", REFERENCE))));
  }

  static Json.Obj duration() {
    return matching("(\\d{1,9}(ms|s|m|h|d))+", REFERENCE);
  }

  static Json.Obj percent() {
    return matching("\\d{1,3}(\\.\\d{1,4})? ?%", REFERENCE);
  }

  static Json.Obj rate() {
    return matching("\\d{1,9} ?/ ?(s|m|min|h)", REFERENCE);
  }

  static Json.Obj bytes() {
    return obj(
        "anyOf",
        new Json.Array(
            List.of(
                obj("type", text("integer"), "minimum", new Json.Num(BigDecimal.ONE)),
                matching("\\d{1,9} ?(B|kB|KB|MB|GB|KiB|MiB|GiB)?", REFERENCE))));
  }

  /** Text that one of the patterns describes as a whole. */
  static Json.Obj matching(String... patterns) {
    return obj("type", text("string"), "pattern", text("^(" + String.join("|", patterns) + ")$"));
  }

  static Json.Obj choice(List<String> words) {
    return obj("anyOf", new Json.Array(List.of(obj("enum", list(words)), matching(REFERENCE))));
  }

  /** A list, or its only item alone. */
  static Json.Obj listOf(Json item) {
    return obj("anyOf", new Json.Array(List.of(item, obj("type", text("array"), "items", item))));
  }

  /** An object of these keys and no others. */
  static Json.Obj closed(Map<String, Json> properties, List<String> required) {
    Json.Obj closed =
        obj(
            "type",
            text("object"),
            "properties",
            new Json.Obj(properties),
            "additionalProperties",
            new Json.Bool(false));
    return required.isEmpty() ? closed : with(closed, "required", list(required));
  }

  static Json.Obj with(Json.Obj schema, String name, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(schema.members());
    members.put(name, value);
    return new Json.Obj(members);
  }

  static Json.Obj described(String sentence, Json.Obj schema) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("description", text(sentence));
    members.putAll(schema.members());
    return new Json.Obj(members);
  }

  static Json array(Stream<? extends Json> items) {
    return new Json.Array(items.<Json>map(item -> item).toList());
  }
}
