package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The members of one object in a fault script. Reading goes on after a problem, so that all of them
 * are found at once.
 */
final class FaultMembers {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private final String where;
  private final JsonNode node;
  private final List<String> problems;

  FaultMembers(String where, JsonNode node, List<String> problems, String... allowed) {
    this.where = where;
    this.problems = problems;
    this.node = node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    if (!node.isObject()) {
      problem("has to be an object with " + String.join(", ", allowed));
    }
    for (String name : this.node.propertyNames()) {
      if (!List.of(allowed).contains(name)) {
        problem("does not know \"" + name + "\"; allowed are " + String.join(", ", allowed));
      }
    }
  }

  void problem(String what) {
    problems.add(where + " " + what + ".");
  }

  boolean has(String name) {
    return node.has(name);
  }

  JsonNode node(String name) {
    return node.path(name);
  }

  Optional<String> text(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (value.isString()) {
      return Optional.of(value.stringValue());
    }
    if (value.isNumber()) {
      return Optional.of(value.toString());
    }
    problem("needs text in \"" + name + "\"");
    return Optional.empty();
  }

  String requiredText(String name) {
    if (!has(name)) {
      problem("needs \"" + name + "\"");
    }
    return text(name).orElse("");
  }

  Optional<Long> whole(String name, long min, long max) {
    JsonNode value = node.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      long number = value.longValue();
      if (number >= min && number <= max) {
        return Optional.of(number);
      }
    }
    problem("needs a whole number from " + min + " to " + max + " in \"" + name + "\"");
    return Optional.empty();
  }

  int whole(String name, int fallback, int min, int max) {
    return whole(name, (long) min, (long) max).map(Long::intValue).orElse(fallback);
  }

  Optional<Double> probability(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1) {
      return Optional.of(value.doubleValue());
    }
    problem("needs a number from 0 to 1 in \"" + name + "\"");
    return Optional.empty();
  }

  /** The choice whose word the value is. */
  <T> Optional<T> oneOf(String name, JsonNode value, List<T> choices, Function<T, String> word) {
    String given = value.asString("");
    for (T choice : choices) {
      if (word.apply(choice).equals(given)) {
        return Optional.of(choice);
      }
    }
    problem(
        "knows only %s in \"%s\""
            .formatted(String.join(", ", choices.stream().map(word).toList()), name));
    return Optional.empty();
  }

  Duration duration(String name) {
    if (!has(name)) {
      problem("needs \"" + name + "\"");
      return Duration.ZERO;
    }
    return duration(name, node.path(name));
  }

  Duration duration(String name, Duration fallback) {
    return has(name) ? duration(name, node.path(name)) : fallback;
  }

  /** A number is seconds; a text is a number with ms, s, m or h. */
  Duration duration(String name, JsonNode value) {
    if (value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() < 1e9) {
      return Duration.ofMillis(Math.round(value.doubleValue() * 1000));
    }
    var match = DURATION.matcher(value.isString() ? value.stringValue() : "");
    if (!match.matches()) {
      problem("needs a time like 200ms, 45s, 2m or a number of seconds in \"" + name + "\"");
      return Duration.ZERO;
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }
}
