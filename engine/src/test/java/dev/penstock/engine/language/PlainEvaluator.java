package dev.penstock.engine.language;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The mapping language written down a second time, as plainly as possible: over maps, lists and
 * strings, walking the definition anew for each payload. Slow, and only there to be compared with.
 */
final class PlainEvaluator {
  /** JavaScript's undefined. */
  static final Object MISSING = new Object();

  /** JSON's null; Java's cannot stand in lists that refuse it. */
  static final Object NULL = new Object();

  private PlainEvaluator() {}

  /** Maps and cleans. */
  static Object transform(Object mapping, Object payload) {
    return cleaned(resolve(mapping, payload));
  }

  private static Object resolve(Object mapping, Object payload) {
    if (mapping instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(resolve(item, payload)));
      return items;
    }
    if (!(mapping instanceof Map<?, ?> map)) {
      return mapping;
    }
    for (String key : keys(map)) {
      if (key.startsWith("@")) {
        return directive(key, map.get(key), payload);
      }
    }
    Map<String, Object> made = new LinkedHashMap<>();
    keys(map).forEach(key -> made.put(key, resolve(nonNull(map.get(key)), payload)));
    return made;
  }

  private static Object directive(String name, @Nullable Object argument, Object payload) {
    Function<String, Object> part = key -> of(argument, key);
    Function<String, Object> made = key -> resolve(of(argument, key), payload);
    return switch (name) {
      case "@path" -> walk(payload, String.valueOf(argument).replaceFirst("\\$\\.", ""));
      case "@template" -> filled(String.valueOf(argument), payload);
      case "@literal" -> resolve(nonNull(argument), payload);
      case "@excludeWhenNull" -> noNulls(resolve(nonNull(argument), payload));
      case "@if" -> {
        boolean holds =
            part.apply("exists") == MISSING
                ? !blank(made.apply("blank"))
                : made.apply("exists") != MISSING && made.apply("exists") != NULL;
        yield holds ? made.apply("then") : falsy(part.apply("else")) ? MISSING : made.apply("else");
      }
      case "@case" -> {
        Object value = made.apply("value");
        yield value instanceof String text
            ? part.apply("operator").equals("upper")
                ? text.toUpperCase(Locale.ROOT)
                : text.toLowerCase(Locale.ROOT)
            : value;
      }
      case "@replace" -> {
        Object value = made.apply("value");
        yield value instanceof String || value instanceof BigDecimal || value instanceof Boolean
            ? text(value)
                .replace(
                    String.valueOf(part.apply("pattern")),
                    String.valueOf(part.apply("replacement")))
            : "";
      }
      case "@json" -> json(part.apply("mode"), made.apply("value"));
      case "@flatten" -> {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten("", made.apply("value"), String.valueOf(part.apply("separator")), flat);
        yield flat;
      }
      case "@merge" -> merge(part.apply("direction"), part.apply("objects"), payload);
      case "@transform" -> resolve(part.apply("mapping"), transform(part.apply("apply"), payload));
      case "@arrayPath" -> arrayPath((List<?>) nonNull(argument), payload);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Object arrayPath(List<?> argument, Object payload) {
    Object root =
        argument.get(0) instanceof String path
            ? walk(payload, path.replaceFirst("\\$\\.", ""))
            : resolve(argument.get(0), payload);
    Object shape = argument.size() > 1 ? argument.get(1) : MISSING;
    if (!(shape instanceof Map<?, ?> map) || map.isEmpty()) {
      return root;
    }
    if (root instanceof Map<?, ?>) {
      return new ArrayList<>(List.of(resolve(shape, root)));
    }
    if (root instanceof List<?> items) {
      List<Object> shaped = new ArrayList<>();
      items.forEach(item -> shaped.add(resolve(shape, item)));
      return shaped;
    }
    return root;
  }

  private static Object merge(Object direction, Object objects, Object payload) {
    List<Object> parts = new ArrayList<>();
    ((List<?>) objects).forEach(object -> parts.add(resolve(object, payload)));
    Map<String, Object> merged = new LinkedHashMap<>();
    for (Object part : direction.equals("left") ? parts.reversed() : parts) {
      if (part instanceof Map<?, ?> map) {
        keys(map).forEach(key -> merged.put(key, nonNull(map.get(key))));
      } else if (part instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          merged.put(Integer.toString(i), list.get(i));
        }
      } else if (part instanceof String text) {
        for (int i = 0; i < text.length(); i++) {
          merged.put(Integer.toString(i), text.substring(i, i + 1));
        }
      }
    }
    return merged;
  }

  private static void flatten(
      String prefix, Object value, String separator, Map<String, Object> into) {
    Map<String, Object> inside = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      keys(map).forEach(key -> inside.put(key, nonNull(map.get(key))));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        inside.put(Integer.toString(i), list.get(i));
      }
    } else {
      into.put(prefix, value);
    }
    inside.forEach(
        (key, member) ->
            flatten(prefix.isEmpty() ? key : prefix + separator + key, member, separator, into));
  }

  /** Only encodes; what is decoded here is never JSON. */
  private static Object json(Object mode, Object value) {
    if (mode.equals("decode")) {
      return value;
    }
    return value == MISSING ? MISSING : PlainJson.text(cleaned(value));
  }

  private static Object walk(Object from, String path) {
    Object current = from;
    for (String name : path.split("\\.", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      if (falsy(current)) {
        return current;
      }
      if (current instanceof Map<?, ?> map) {
        current = map.containsKey(name) ? nonNull(map.get(name)) : MISSING;
      } else if (current instanceof List<?> || current instanceof String) {
        current = element(current, name);
      } else {
        current = MISSING;
      }
    }
    return current;
  }

  private static Object element(Object sequence, String name) {
    int size = sequence instanceof List<?> list ? list.size() : ((String) sequence).length();
    if (name.equals("length")) {
      return BigDecimal.valueOf(size);
    }
    if (!name.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(name) >= size) {
      return MISSING;
    }
    int index = Integer.parseInt(name);
    return sequence instanceof List<?> list
        ? list.get(index)
        : ((String) sequence).substring(index, index + 1);
  }

  private static String filled(String template, Object payload) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (true) {
      int open = template.indexOf("{{", from);
      int close = open < 0 ? -1 : template.indexOf("}}", open);
      if (close < 0) {
        return out.append(template.substring(from)).toString();
      }
      out.append(template, from, open);
      out.append(text(walk(payload, template.substring(open + 2, close).strip())));
      from = close + 2;
    }
  }

  private static String text(Object value) {
    if (value == MISSING || value == NULL) {
      return "";
    }
    if (value instanceof List<?> list) {
      return String.join(",", list.stream().map(PlainEvaluator::text).toList());
    }
    return value instanceof Map<?, ?> ? "[object Object]" : PlainJson.plain(value);
  }

  private static boolean falsy(Object value) {
    return value == MISSING
        || value == NULL
        || value.equals(false)
        || value.equals("")
        || (value instanceof BigDecimal number && number.signum() == 0);
  }

  private static boolean blank(Object value) {
    return falsy(value) || (value instanceof Collection<?> && text(value).isEmpty());
  }

  private static Object noNulls(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value == NULL ? MISSING : value;
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    keys(map).forEach(key -> kept.put(key, noNulls(nonNull(map.get(key)))));
    kept.values().removeIf(member -> member == MISSING);
    return kept;
  }

  private static Object cleaned(Object value) {
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(item == MISSING ? NULL : cleaned(item)));
      return items;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    keys(map).forEach(key -> kept.put(key, cleaned(nonNull(map.get(key)))));
    kept.values().removeIf(member -> member == MISSING);
    return kept;
  }

  private static List<String> keys(Map<?, ?> map) {
    return map.keySet().stream().map(String::valueOf).toList();
  }

  private static Object of(@Nullable Object object, String key) {
    return object instanceof Map<?, ?> map && map.containsKey(key)
        ? nonNull(map.get(key))
        : MISSING;
  }

  private static Object nonNull(@Nullable Object value) {
    return value == null ? MISSING : value;
  }
}
