package dev.penstock.server.mapping;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds text that holds an object or a list: a warehouse's JSON that arrived as text. */
public final class JsonInText {
  /** More are hardly read by anybody. */
  private static final int HINTS_MAX = 5;

  private JsonInText() {}

  /** A sentence for each field of the payloads that holds such text; few at most. */
  public static List<String> hints(List<String> payloads) {
    Set<String> paths = new LinkedHashSet<>();
    payloads.forEach(payload -> look("", ValueReader.read(payload), paths));
    return paths.stream()
        .limit(HINTS_MAX)
        .map(
            path ->
                "`%s` holds JSON as text. If an object or a list is meant, put {\"@json\":"
                        .formatted(path)
                    + " {\"mode\": \"decode\", \"value\": ...}} round its value.")
        .toList();
  }

  private static void look(String path, Value value, Set<String> paths) {
    switch (value) {
      case ObjectValue object -> {
        for (int i = 0; i < object.size(); i++) {
          String name = object.name(i);
          look(path.isEmpty() ? name : path + "." + name, object.value(i), paths);
        }
      }
      case ArrayValue array -> array.items().forEach(item -> look(path + "[]", item, paths));
      case Text text when holdsJson(text.string()) -> paths.add(path);
      default -> {
        // Other values hold nothing but themselves.
      }
    }
  }

  private static boolean holdsJson(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return false;
    }
    try {
      Value held = ValueReader.read(stripped);
      return held instanceof ObjectValue || held instanceof ArrayValue;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }
}
