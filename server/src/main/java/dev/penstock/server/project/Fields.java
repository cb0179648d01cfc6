package dev.penstock.server.project;

import dev.penstock.server.project.References.Allowed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The members of one YAML mapping, read by name. Whoever reads it asks for every key that may stand
 * there and then calls {@link #refuseOthers}. A faulty value is reported and counts as absent.
 */
final class Fields {
  /** Names go into paths, tables and commands, so they stay plain. */
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,99}";

  private static final Map<String, Boolean> FLAG_WORDS =
      Map.of("yes", true, "on", true, "no", false, "off", false);

  private final FileScope scope;
  private final Place place;
  private final Map<String, NodeTuple> members = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(FileScope scope, MappingNode node) {
    this.scope = scope;
    this.place = scope.place(node);
    for (NodeTuple member : node.getValue()) {
      if (member.getKeyNode() instanceof ScalarNode key) {
        members.putIfAbsent(key.getValue(), member);
      } else {
        scope
            .problems()
            .error(ProblemCode.TYPE_WRONG, scope.place(member.getKeyNode()), "A key must be text.");
      }
    }
  }

  /** The node's members; empty, with a problem, when it is no mapping. */
  static Optional<Fields> of(Node node, String what, FileScope scope) {
    if (node instanceof MappingNode map) {
      return Optional.of(new Fields(scope, map));
    }
    scope
        .problems()
        .error(
            ProblemCode.TYPE_WRONG,
            scope.place(node),
            what + " must be keys with values, not " + kind(node) + ".",
            "Write `key: value` lines.");
    return Optional.empty();
  }

  static String kind(Node node) {
    if (node instanceof MappingNode) {
      return "keys with values";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    if (node.getTag().equals(Tag.NULL)) {
      return "nothing";
    }
    return "a single value"; // not repeated: it may be a secret in the wrong place
  }

  /** Where the values stand, and all keys below them, as {@code key/nested/deeper}. */
  Map<String, Place> places() {
    Map<String, Place> places = new HashMap<>();
    for (Map.Entry<String, NodeTuple> member : members.entrySet()) {
      Node value = member.getValue().getValueNode();
      places.put(member.getKey(), scope.place(value));
      addPlaces(member.getKey(), value, places);
    }
    return places;
  }

  private void addPlaces(String path, Node node, Map<String, Place> places) {
    if (!(node instanceof MappingNode map)) {
      return;
    }
    for (NodeTuple nested : map.getValue()) {
      if (nested.getKeyNode() instanceof ScalarNode key) {
        String below = path + "/" + key.getValue();
        places.put(below, scope.place(key));
        addPlaces(below, nested.getValueNode(), places);
      }
    }
  }

  FileScope scope() {
    return scope;
  }

  Set<String> names() {
    return members.keySet();
  }

  boolean has(String key) {
    known.add(key);
    return members.containsKey(key);
  }

  Optional<Node> node(String key) {
    known.add(key);
    return Optional.ofNullable(members.get(key)).map(NodeTuple::getValueNode);
  }

  Place keyPlace(String key) {
    NodeTuple member = members.get(key);
    return member == null ? place : scope.place(member.getKeyNode());
  }

  Place valuePlace(String key) {
    NodeTuple member = members.get(key);
    return member == null ? place : scope.place(member.getValueNode());
  }

  /** Reports a key that has to be there. */
  void missing(String key, String example) {
    scope
        .problems()
        .error(
            ProblemCode.KEY_MISSING, place, "`" + key + "` is missing.", "Add `" + example + "`.");
  }

  Optional<String> text(String key) {
    return text(key, Allowed.ENVIRONMENT);
  }

  Optional<String> text(String key, Allowed allowed) {
    return node(key).flatMap(node -> scalar(node, "`" + key + "`", allowed));
  }

  /** The text, or an empty one with a problem. */
  String requiredText(String key, String example) {
    if (!has(key)) {
      missing(key, example);
    }
    return text(key).orElse("");
  }

  /** Text that names something, here or elsewhere. */
  String name(String key, String example) {
    if (!has(key)) {
      missing(key, example);
    }
    Optional<String> name = text(key, Allowed.NONE);
    if (name.isPresent() && !name.get().matches(NAME)) {
      scope
          .problems()
          .error(
              ProblemCode.NAME_INVALID,
              valuePlace(key),
              "`" + name.get() + "` is not a name.",
              "Use letters, digits, `_`, `-` and `.`, beginning with a letter or digit, at most"
                  + " 100.");
      return "";
    }
    return name.orElse("");
  }

  Optional<String> scalar(Node node, String what, Allowed allowed) {
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return scope
          .references()
          .resolve(scalar.getValue(), allowed, scope.place(node), scope.problems());
    }
    wrongType(node, what, "a single value");
    return Optional.empty();
  }

  void wrongType(Node node, String what, String expected) {
    scope
        .problems()
        .error(
            ProblemCode.TYPE_WRONG,
            scope.place(node),
            what + " must be " + expected + ", not " + kind(node) + ".",
            node.getTag().equals(Tag.NULL)
                ? "Give it a value or leave the key out."
                : "Write " + expected + ".");
  }

  /** A list of texts; a single text counts as a list of one. */
  List<String> texts(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof SequenceNode list)) {
      return scalar(node.get(), "`" + key + "`", Allowed.NONE).map(List::of).orElse(List.of());
    }
    List<String> texts = new ArrayList<>();
    for (Node item : list.getValue()) {
      scalar(item, "An item of `" + key + "`", Allowed.NONE).ifPresent(texts::add);
    }
    return texts;
  }

  /** The places of the list's items, to blame one of them. */
  Place itemPlace(String key, int index) {
    return node(key).orElse(null) instanceof SequenceNode list && index < list.getValue().size()
        ? scope.place(list.getValue().get(index))
        : valuePlace(key);
  }

  boolean flag(String key, boolean otherwise) {
    return flag(key).orElse(otherwise);
  }

  Optional<Boolean> flag(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().equalsIgnoreCase("true") || text.get().equalsIgnoreCase("false")) {
      return Optional.of(Boolean.parseBoolean(text.get()));
    }
    Boolean meant = FLAG_WORDS.get(text.get().toLowerCase(Locale.ROOT));
    invalid(
        key,
        "`" + key + "` must be true or false, not `" + shown(key, text.get()) + "`.",
        meant == null ? "Write `true` or `false`." : "Did you mean `" + meant + "`?");
    return Optional.empty();
  }

  /** A whole number within bounds. */
  OptionalInt number(String key, int least, int most) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (text.get().matches("-?\\d{1,9}")) {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    }
    invalid(
        key,
        "`" + key + "` must be a whole number, not `" + shown(key, text.get()) + "`.",
        "Write a number from " + least + " to " + most + ".");
    return OptionalInt.empty();
  }

  Optional<Duration> duration(String key, Duration least) {
    Optional<Duration> duration =
        parsed(key, "a duration", Quantities::duration, text -> durationAdvice(text));
    if (duration.isPresent() && duration.get().compareTo(least) < 0) {
      invalid(
          key,
          "`" + key + "` is too short.",
          "Write at least " + least.toString().substring(2).toLowerCase(Locale.ROOT) + ".");
      return Optional.empty();
    }
    return duration;
  }

  private static String durationAdvice(String text) {
    return text.matches("\\d{1,6}")
        ? "Say the unit: did you mean `" + text + "s`?"
        : Quantities.duration(text.replace(" ", "")).isPresent()
            ? "Did you mean `" + text.replace(" ", "") + "`?"
            : "Write a number with ms, s, m, h or d, for example `30s` or `1h30m`.";
  }

  Optional<BigDecimal> percent(String key) {
    return parsed(
        key,
        "a share from 0% to 100%",
        Quantities::percent,
        text ->
            text.matches("\\d{1,2}(\\.\\d+)?")
                ? "Say that it is percent: did you mean `" + text + "%`?"
                : "Write for example `5%`.");
  }

  /** So many in a second, minute or hour. */
  Optional<SyncConfig.Rate> rate(String key) {
    return parsed(key, "a rate", Quantities::rate, _ -> "Write for example `100/s`.");
  }

  /** One of some words. */
  <T> Optional<T> choice(String key, Map<String, T> choices) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> chosen = Optional.ofNullable(choices.get(text.get()));
    if (chosen.isEmpty()) {
      unknownWord(key, shown(key, text.get()), valuePlace(key), choices.keySet());
    }
    return chosen;
  }

  void unknownWord(String key, String word, Place at, Iterable<String> choices) {
    scope
        .problems()
        .misspelt(
            ProblemCode.VALUE_INVALID,
            at,
            "`" + key + "` cannot be `" + word + "`.",
            word,
            choices);
  }

  <T> Optional<T> parsed(
      String key,
      String expected,
      Function<String, Optional<T>> parse,
      Function<String, String> advice) {
    Optional<String> text = text(key);
    Optional<T> value = text.flatMap(parse);
    if (text.isPresent() && value.isEmpty()) {
      invalid(
          key,
          "`" + key + "` must be " + expected + ", not `" + shown(key, text.get()) + "`.",
          advice.apply(shown(key, text.get())));
    }
    return value;
  }

  /** As the file has it where a reference stands for it: what it stands for may be a secret. */
  private String shown(String key, String text) {
    return node(key).orElse(null) instanceof ScalarNode scalar && References.in(scalar.getValue())
        ? scalar.getValue()
        : text;
  }

  void invalid(String key, String message, String advice) {
    scope.problems().error(ProblemCode.VALUE_INVALID, valuePlace(key), message, advice);
  }

  /** The members of a nested mapping. */
  Optional<Fields> group(String key) {
    return node(key).flatMap(node -> of(node, "`" + key + "`", scope));
  }

  Ownership ownership() {
    return new Ownership(
        text("description", Allowed.NONE).orElse(""),
        text("owner", Allowed.NONE).orElse(""),
        texts("tags"));
  }

  /** Reports every key that nobody asked for. */
  void refuseOthers() {
    for (String key : members.keySet()) {
      if (!known.contains(key)) {
        scope
            .problems()
            .misspelt(
                ProblemCode.KEY_UNKNOWN,
                keyPlace(key),
                "`" + key + "` is not a key that is known here.",
                key,
                known.stream().filter(word -> !members.containsKey(word)).toList());
      }
    }
  }
}
