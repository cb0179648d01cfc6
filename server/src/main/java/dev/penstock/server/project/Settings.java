package dev.penstock.server.project;

import dev.penstock.engine.json.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The settings of a connection, checked against its type and with references resolved. May hold
 * secrets, so it is never printed: {@link #toString} names the settings and hides all values.
 * Immutable.
 */
public final class Settings {
  private final Map<String, Json> values;

  Settings(Map<String, Json> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public Set<String> names() {
    return values.keySet();
  }

  public Optional<Json> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public Optional<String> text(String name) {
    return value(name).flatMap(Settings::text);
  }

  /** A setting that the type requires. */
  public String required(String name) {
    return text(name)
        .orElseThrow(() -> new IllegalStateException("required setting is missing: " + name));
  }

  public OptionalInt number(String name) {
    return value(name).orElse(null) instanceof Json.Num(var number)
        ? OptionalInt.of(number.intValueExact())
        : OptionalInt.empty();
  }

  /** False when it is not set. */
  public boolean flag(String name) {
    return value(name).orElse(null) instanceof Json.Bool(boolean flag) && flag;
  }

  public Optional<Duration> duration(String name) {
    return text(name).flatMap(Quantities::duration);
  }

  /** The settings of a group such as {@code auth}; without members when it is not set. */
  public Settings group(String name) {
    return value(name).orElse(null) instanceof Json.Obj(var members)
        ? new Settings(members)
        : new Settings(Map.of());
  }

  /** Named texts such as {@code headers}. */
  public Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    group(name).values.forEach((key, value) -> text(value).ifPresent(t -> texts.put(key, t)));
    return Collections.unmodifiableMap(texts);
  }

  private static Optional<String> text(Json value) {
    return value instanceof Json.Text(String text) ? Optional.of(text) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings && settings.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "Settings" + values.keySet().stream().map(name -> name + "=***").toList();
  }
}
