package dev.penstock.server.project;

import dev.penstock.engine.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Makes Segment's form of a mapping out of YAML. In project files, text that starts with {@code $.}
 * is short for {@code @path} and text that holds {@code {{ }}} for {@code @template}, except where
 * a directive wants the text itself. Whether the mapping means something is the engine's to say.
 */
final class MappingReader {
  private static final String ARRAY_PATH = "@arrayPath";

  /** Directives whose argument is text of their own, or that exist to keep text as it is. */
  private static final Set<String> LITERAL_DIRECTIVES =
      Set.of("@path", "@template", "@liquid", "@literal", "_metadata");

  /** Members of directives that are words of the language, never values. */
  private static final Set<String> LITERAL_MEMBERS =
      Set.of(
          "operator",
          "pattern",
          "pattern2",
          "replacement",
          "replacement2",
          "mode",
          "separator",
          "direction");

  /** Somebody forgot the beginning of a path: such text is hardly meant as it stands. */
  private static final Pattern ALMOST_COLUMN = Pattern.compile("\\$?properties\\.\\w+");

  /** Postal codes and numbers of customers, which YAML takes for numbers. */
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0\\d+");

  private final FileScope scope;

  MappingReader(FileScope scope) {
    this.scope = scope;
  }

  /** With shorthands expanded. */
  Json expanded(Node node) {
    return json(node, true);
  }

  /** Taken literally. */
  Json literal(Node node) {
    return json(node, false);
  }

  private Json json(Node node, boolean expand) {
    return switch (node) {
      case MappingNode map -> object(map, expand, false);
      case SequenceNode list -> {
        List<Json> items = new ArrayList<>();
        list.getValue().forEach(item -> items.add(json(item, expand)));
        yield new Json.Array(items);
      }
      case ScalarNode scalar -> scalar(scalar, expand);
      default -> throw new IllegalStateException("no such node in a composed document: " + node);
    };
  }

  private Json object(MappingNode map, boolean expand, boolean ofDirective) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (NodeTuple member : map.getValue()) {
      if (!(member.getKeyNode() instanceof ScalarNode key)) {
        scope
            .problems()
            .error(ProblemCode.TYPE_WRONG, scope.place(member.getKeyNode()), "A key must be text.");
        continue;
      }
      String name = key.getValue();
      boolean literal =
          LITERAL_DIRECTIVES.contains(name) || (ofDirective && LITERAL_MEMBERS.contains(name));
      members.put(name, member(name, member.getValueNode(), expand && !literal));
    }
    return new Json.Obj(members);
  }

  private Json member(String name, Node value, boolean expand) {
    if (name.equals(ARRAY_PATH) && expand && value instanceof SequenceNode list) {
      return arrayPath(list);
    }
    if (name.startsWith("@") && value instanceof MappingNode map) {
      return object(map, expand, true);
    }
    return json(value, expand);
  }

  /** Its first item, as text, is a path already. */
  private Json arrayPath(SequenceNode list) {
    List<Json> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      boolean path = items.isEmpty() && item instanceof ScalarNode;
      items.add(json(item, !path));
    }
    return new Json.Array(items);
  }

  private Json scalar(ScalarNode node, boolean expand) {
    String text = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return new Json.Null();
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return new Json.Bool(Boolean.parseBoolean(text));
    }
    if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
      return number(node);
    }
    if (expand && References.in(text)) {
      scope
          .references()
          .resolve(text, References.Allowed.NONE, scope.place(node), scope.problems());
    }
    if (expand && text.startsWith("$.")) {
      return new Json.Obj(Map.of("@path", new Json.Text(text)));
    }
    if (expand && ALMOST_COLUMN.matcher(text).matches()) {
      scope
          .problems()
          .warning(
              ProblemCode.VALUE_INVALID,
              scope.place(node),
              "`" + text + "` is sent as this very text.",
              "Did you mean the column, `$.properties."
                  + text.substring(text.indexOf("properties") + "properties.".length())
                  + "`? If not, write {\"@literal\": ...}.");
    }
    int open = text.indexOf("{{");
    if (expand && open >= 0 && text.indexOf("}}", open) > open) {
      return new Json.Obj(Map.of("@template", new Json.Text(text)));
    }
    return new Json.Text(text);
  }

  private Json number(ScalarNode node) {
    String text = node.getValue();
    if (LEADING_ZERO.matcher(text).matches()) {
      scope
          .problems()
          .warning(
              ProblemCode.VALUE_INVALID,
              scope.place(node),
              "`" + text + "` is a number here, so its leading zeros are not sent.",
              "Write `\"" + text + "\"` if text is meant.");
    }
    try {
      if (text.startsWith("0x")) {
        return new Json.Num(new BigDecimal(new java.math.BigInteger(text.substring(2), 16)));
      }
      if (text.startsWith("0o")) {
        return new Json.Num(new BigDecimal(new java.math.BigInteger(text.substring(2), 8)));
      }
      return new Json.Num(new BigDecimal(text));
    } catch (NumberFormatException _) {
      scope
          .problems()
          .error(
              ProblemCode.VALUE_INVALID,
              scope.place(node),
              "`" + text + "` is a number that JSON cannot carry.",
              "Put it into quotes if text is meant.");
      return new Json.Null();
    }
  }
}
