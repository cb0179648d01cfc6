package dev.penstock.server.wiring;

import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In what two payloads differ, field by field, in words. */
final class PayloadDifferences {
  /** More lines than a person reads. */
  private static final int LINES_MAX = 50;

  private final List<String> lines = new ArrayList<>();

  private PayloadDifferences() {}

  /**
   * The differences, a line each; empty when both are the same.
   *
   * @param before what was sent; may be empty when it never was
   */
  static List<String> of(String before, String now) {
    if (before.isEmpty()) {
      return List.of("it could not be mapped before");
    }
    var differences = new PayloadDifferences();
    differences.compare("", JsonReader.read(before), JsonReader.read(now));
    return differences.lines.size() <= LINES_MAX
        ? differences.lines
        : List.copyOf(differences.lines.subList(0, LINES_MAX));
  }

  private void compare(String place, Json before, Json now) {
    if (before instanceof Json.Obj(var old) && now instanceof Json.Obj(var fresh)) {
      members(place, old, fresh);
    } else if (!same(before, now)) {
      lines.add(
          "%s: %s → %s".formatted(place.isEmpty() ? "payload" : place, before.text(), now.text()));
    }
  }

  private void members(String place, Map<String, Json> before, Map<String, Json> now) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String path = place.isEmpty() ? name : place + "." + name;
      Json old = before.get(name);
      Json fresh = now.get(name);
      if (old == null) {
        lines.add("%s: new, %s".formatted(path, fresh == null ? "" : fresh.text()));
      } else if (fresh == null) {
        lines.add("%s: left out, was %s".formatted(path, old.text()));
      } else {
        compare(path, old, fresh);
      }
    }
  }

  /** 1.0 and 1.00 are one number. */
  private static boolean same(Json before, Json now) {
    return (before instanceof Json.Num(var one) && now instanceof Json.Num(var other))
        ? one.compareTo(other) == 0
        : before.equals(now);
  }
}
