package dev.penstock.server.project;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Makes nodes with places out of YAML 1.2 text: one document, bounded in depth and in what its
 * aliases unfold to, no key twice.
 */
final class YamlText {
  /** Deeper than any mapping people write; the composer recurses once per level. */
  static final int DEPTH_MAX = 100;

  /** Ten times the largest configuration seen; aliases multiply, so the unfolded size counts. */
  static final int NODES_MAX = 20_000;

  private static final Pattern UNQUOTED_REFERENCE = Pattern.compile("[:,{\\[] *\\$\\{");

  /** Signs that mean something else in YAML at the beginning of a value or key. */
  private static final Pattern UNQUOTED_SIGN = Pattern.compile("(?:^|[:,{\\[-]) *([@`%*&!])");

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setAllowDuplicateKeys(true)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setCodePointLimit(FileText.BYTES_MAX)
          .build();

  private final String text;
  private final String file;
  private final Problems problems;

  YamlText(String text, String file, Problems problems) {
    this.text = text;
    this.file = file;
    this.problems = problems;
  }

  static Place place(String file, Node node) {
    return node.getStartMark().map(mark -> place(file, mark)).orElse(Place.startOf(file));
  }

  private static Place place(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The document's root; empty, with a problem, when it cannot be used. */
  Optional<Node> compose() {
    try {
      if (isTooDeep()) {
        return Optional.empty();
      }
      StreamReader reader = new StreamReader(SETTINGS, text);
      Optional<Node> root =
          new Composer(SETTINGS, new ParserImpl(SETTINGS, reader)).getSingleNode();
      if (root.isEmpty()) {
        problems.error(
            ProblemCode.FILE_EMPTY,
            Place.startOf(file),
            "The file says nothing.",
            "Fill it in or delete it.");
        return root;
      }
      return root.filter(this::isBounded).map(this::withoutDuplicates);
    } catch (MarkedYamlEngineException e) {
      refuse(e);
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.error(
          ProblemCode.YAML_SYNTAX, Place.startOf(file), "This is not YAML: " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isTooDeep() {
    ParserImpl events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
    int depth = 0;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
      }
      if (depth > DEPTH_MAX) {
        problems.error(
            ProblemCode.YAML_TOO_COMPLEX,
            event.getStartMark().map(mark -> place(file, mark)).orElse(Place.startOf(file)),
            "This is nested more than " + DEPTH_MAX + " levels deep.",
            "Count the brackets; no configuration needs so many levels.");
        return true;
      }
    }
    return false;
  }

  private void refuse(MarkedYamlEngineException e) {
    Place at =
        e.getProblemMark()
            .or(e::getContextMark)
            .map(mark -> place(file, mark))
            .orElse(Place.startOf(file));
    Optional<Place> tab = tabBefore(at);
    if (tab.isPresent()) {
      problems.error(
          ProblemCode.YAML_TAB,
          tab.get(),
          "A tab indents this line, which YAML does not allow.",
          "Use spaces.");
      return;
    }
    if (String.valueOf(e.getContext()).contains("single document")) {
      problems.error(
          ProblemCode.YAML_SYNTAX,
          at,
          "A second document starts here.",
          "Put each object into a file of its own.");
      return;
    }
    String why = e.getProblem().isEmpty() ? e.getContext() : e.getProblem();
    problems.error(ProblemCode.YAML_SYNTAX, at, "This is not YAML: " + why + ".", syntaxAdvice(at));
  }

  private String syntaxAdvice(Place at) {
    String line = lines().size() >= at.line() ? lines().get(at.line() - 1) : "";
    if (UNQUOTED_REFERENCE.matcher(line).find()) {
      return "Put `${...}` into quotes: `\"${env:NAME}\"`.";
    }
    Matcher sign = UNQUOTED_SIGN.matcher(line);
    if (sign.find()) {
      return "Put text that begins with `" + sign.group(1) + "` into quotes.";
    }
    if (line.indexOf(": ") != line.lastIndexOf(": ")) {
      return "Put text that holds a colon into quotes.";
    }
    return "Check indentation, quotes and brackets here and on the line above.";
  }

  private Optional<Place> tabBefore(Place at) {
    if (at.line() > lines().size()) {
      return Optional.empty();
    }
    String line = lines().get(at.line() - 1);
    int tab = line.indexOf('\t');
    boolean indents = tab >= 0 && line.substring(0, tab).isBlank();
    return indents ? Optional.of(new Place(file, at.line(), tab + 1)) : Optional.empty();
  }

  private List<String> lines() {
    return text.lines().toList();
  }

  private boolean isBounded(Node root) {
    try {
      unfolded(root, new IdentityHashMap<>());
      return true;
    } catch (Unbounded e) {
      problems.error(
          ProblemCode.YAML_TOO_COMPLEX,
          place(file, e.node),
          "With its aliases unfolded this holds more than " + NODES_MAX + " values, or itself.",
          "Write the values out instead of using anchors.");
      return false;
    }
  }

  private static long unfolded(Node node, Map<Node, Long> known) throws Unbounded {
    Long before = known.get(node);
    if (before != null) {
      if (before == 0) {
        throw new Unbounded(node);
      }
      return before;
    }
    known.put(node, 0L);
    long size = 1;
    switch (node) {
      case MappingNode map -> {
        for (NodeTuple member : map.getValue()) {
          size += unfolded(member.getKeyNode(), known) + unfolded(member.getValueNode(), known);
        }
      }
      case SequenceNode list -> {
        for (Node item : list.getValue()) {
          size += unfolded(item, known);
        }
      }
      default -> {}
    }
    if (size > NODES_MAX) {
      throw new Unbounded(node);
    }
    known.put(node, size);
    return size;
  }

  private Node withoutDuplicates(Node root) {
    findDuplicates(root, new IdentityHashMap<>());
    return root;
  }

  private void findDuplicates(Node node, Map<Node, Boolean> seen) {
    if (seen.put(node, true) != null) {
      return;
    }
    switch (node) {
      case MappingNode map -> {
        Map<String, Place> keys = new HashMap<>();
        for (NodeTuple member : map.getValue()) {
          if (member.getKeyNode() instanceof ScalarNode key) {
            Place at = place(file, key);
            Place first = keys.putIfAbsent(key.getValue(), at);
            if (first != null) {
              problems.error(
                  ProblemCode.YAML_DUPLICATE_KEY,
                  at,
                  "`"
                      + key.getValue()
                      + "` stands here for the second time; first at "
                      + first
                      + ".",
                  "Remove one of the two.");
            }
          }
          findDuplicates(member.getValueNode(), seen);
        }
      }
      case SequenceNode list -> list.getValue().forEach(item -> findDuplicates(item, seen));
      default -> {}
    }
  }

  private static final class Unbounded extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Node node;

    Unbounded(Node node) {
      super("too many nodes", null, false, false);
      this.node = node;
    }
  }
}
