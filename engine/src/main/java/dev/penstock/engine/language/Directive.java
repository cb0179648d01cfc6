package dev.penstock.engine.language;

import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Value;
import java.util.List;
import java.util.Optional;

/** An object that stands for a computation: {@code {"@path": "$.email"}}. */
public record Directive(String name, Value argument) {
  /** Those that there are. */
  public static final List<String> NAMES =
      List.of(
          "@arrayPath",
          "@case",
          "@excludeWhenNull",
          "@flatten",
          "@if",
          "@json",
          "@liquid",
          "@literal",
          "@merge",
          "@path",
          "@replace",
          "@template",
          "@transform");

  private static final String METADATA = "_metadata";

  /**
   * The directive that an object is when a mapping runs: all keys but the metadata start with @,
   * and the first of them counts.
   */
  public static Optional<Directive> of(ObjectValue object) {
    Optional<Directive> first = Optional.empty();
    for (int i = 0; i < object.size(); i++) {
      String name = object.name(i);
      if (isName(name)) {
        if (first.isEmpty()) {
          first = Optional.of(new Directive(name, object.value(i)));
        }
      } else if (!name.equals(METADATA)) {
        return Optional.empty();
      }
    }
    return first;
  }

  static boolean isName(String key) {
    return key.startsWith("@");
  }

  static boolean isMetadata(String key) {
    return key.equals(METADATA);
  }
}
