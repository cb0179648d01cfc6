package dev.penstock.engine.language;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Mappings and payloads drawn from a seed: small, deep, and full of what is empty or missing. */
final class RandomMapping {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
  private static final List<String> WORDS =
      List.of("", " ", "x", "Ann Lee", "ÄÖ-ß", "7", "a.b", "q\"uote", "true");

  private final Random random;

  RandomMapping(long seed) {
    random = new Random(seed);
  }

  Map<String, Object> payload() {
    return object(3);
  }

  Map<String, Object> mapping() {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = random.nextInt(4) + 1; i > 0; i--) {
      fields.put(name(), part(3));
    }
    return fields;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> PlainEvaluator.NULL;
      case 1 -> random.nextBoolean();
      case 2 -> BigDecimal.valueOf(random.nextInt(5) - 1);
      case 3 -> BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(4));
      case 4, 5 -> word();
      case 6 -> list(depth);
      default -> object(depth - 1);
    };
  }

  private List<Object> list(int depth) {
    boolean objects = random.nextBoolean();
    return many(() -> objects ? object(depth - 1) : value(depth - 1));
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      members.put(name(), value(depth));
    }
    return members;
  }

  private Object part(int depth) {
    if (depth == 0) {
      return random.nextInt(3) == 0 ? value(0) : one("@path", path());
    }
    return switch (random.nextInt(15)) {
      case 0, 1 -> one("@path", path());
      case 2 -> one("@template", template());
      case 3 -> one("@literal", part(depth - 1));
      case 4 -> one("@excludeWhenNull", part(depth - 1));
      case 5, 6 -> one("@if", condition(depth - 1));
      case 7 ->
          one(
              "@case",
              Map.of("operator", random.nextBoolean() ? "upper" : "lower", "value", text()));
      case 8 ->
          one("@replace", Map.of("pattern", letter(), "replacement", letter(), "value", text()));
      case 9 -> one("@json", Map.of("mode", "encode", "value", one("@path", path())));
      case 10 -> one("@flatten", Map.of("separator", "_", "value", part(depth - 1)));
      case 11 -> one("@merge", merge(depth - 1));
      case 12 -> one("@transform", Map.of("apply", shape(depth - 1), "mapping", shape(depth - 1)));
      case 13 -> one("@arrayPath", List.of("$." + name(), shape(depth - 1)));
      default -> random.nextBoolean() ? shape(depth - 1) : many(() -> part(depth - 1));
    };
  }

  private Map<String, Object> condition(int depth) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put(random.nextBoolean() ? "exists" : "blank", one("@path", path()));
    if (random.nextInt(5) > 0) {
      condition.put("then", part(depth));
    }
    if (random.nextBoolean()) {
      condition.put("else", part(depth));
    }
    return condition;
  }

  private Map<String, Object> merge(int depth) {
    List<Object> objects = many(() -> random.nextBoolean() ? one("@path", path()) : shape(depth));
    return Map.of("direction", random.nextBoolean() ? "left" : "right", "objects", objects);
  }

  private Map<String, Object> shape(int depth) {
    Map<String, Object> shape = new LinkedHashMap<>();
    for (int i = random.nextInt(3) + 1; i > 0; i--) {
      shape.put(name(), part(depth));
    }
    return shape;
  }

  private Object text() {
    return random.nextBoolean() ? one("@path", path()) : one("@template", template());
  }

  private String path() {
    StringBuilder path = new StringBuilder("$.");
    for (int i = random.nextInt(3); i >= 0; i--) {
      path.append(random.nextInt(6) == 0 ? Integer.toString(random.nextInt(3)) : name());
      path.append(i > 0 ? "." : "");
    }
    return path.toString();
  }

  private String template() {
    return letter() + "{{" + path().substring(2) + "}}" + word() + "{{ " + name() + " }}";
  }

  private String letter() {
    return List.of("a", "-", " ", "1", "e").get(random.nextInt(5));
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private List<Object> many(Supplier<Object> item) {
    List<Object> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }

  private static Map<String, Object> one(String name, Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(name, value);
    return object;
  }
}
