package dev.penstock.server.wiring;

import dev.penstock.connectors.sandbox.simulator.FaultScript;
import dev.penstock.connectors.sandbox.simulator.FaultScriptException;
import dev.penstock.server.SimulationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A fault script in a file: YAML, and so JSON too; the rules under {@code rules}, or a list alone.
 */
final class FaultFile {
  /** A script is written by hand. */
  private static final int BYTES_MAX = 1 << 20;

  private static final LoadSettings SETTINGS = LoadSettings.builder().build();
  private static final String RULES = "rules";

  private final Path file;
  private final String text;

  private FaultFile(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * Reads the file.
   *
   * @throws SimulationException when there is no such file or it is too large
   */
  static FaultFile read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw unreadable(file, "it is larger than 1 MB", null);
      }
      return new FaultFile(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", e);
    } catch (IOException e) {
      throw unreadable(file, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static SimulationException unreadable(Path file, String why, @Nullable Exception e) {
    return new SimulationException(
        "The fault script \"%s\" cannot be read: %s.".formatted(file, why),
        "Name a script with --faults that can be read.",
        e);
  }

  /**
   * What it says.
   *
   * @throws SimulationException with all problems and the first line at fault
   */
  FaultScript script() {
    Object root;
    try {
      root = new Load(SETTINGS).loadFromString(text);
    } catch (MarkedYamlEngineException e) {
      String problem = String.valueOf(e.getProblem());
      throw wrong("It is no YAML: " + problem + ".", e.getProblemMark().map(FaultFile::line), e);
    } catch (YamlEngineException e) {
      throw wrong("It is no YAML: " + e.getMessage(), Optional.empty(), e);
    }
    Map<String, Object> script =
        switch (root) {
          case Map<?, ?> members -> named(members);
          case List<?> rules -> Map.of(RULES, rules);
          case null, default ->
              throw wrong("It holds neither rules nor a list of them.", Optional.of(1), null);
        };
    try {
      return FaultScript.parse(script);
    } catch (FaultScriptException e) {
      List<?> rules = script.get(RULES) instanceof List<?> list ? list : List.of();
      throw wrong(String.join(" ", e.problems()), line(rules), e);
    }
  }

  private static Map<String, Object> named(Map<?, ?> script) {
    Map<String, Object> named = new LinkedHashMap<>();
    script.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private SimulationException wrong(
      String problems, Optional<Integer> line, @Nullable Exception cause) {
    return new SimulationException(
        "The fault script \"%s\" cannot be used: %s".formatted(file, problems),
        "Correct it%s.".formatted(line.map(number -> " at " + file + ":" + number).orElse("")),
        cause);
  }

  /** Where the first rule begins that is wrong also when it stands alone. */
  private Optional<Integer> line(List<?> rules) {
    List<Node> nodes =
        new Compose(SETTINGS).composeString(text).map(FaultFile::rules).orElseThrow();
    for (int i = 0; i < rules.size(); i++) {
      if (isWrong(rules.get(i))) {
        return nodes.get(i).getStartMark().map(FaultFile::line);
      }
    }
    return Optional.of(1);
  }

  private static boolean isWrong(@Nullable Object rule) {
    try {
      FaultScript.parse(Map.of(RULES, Collections.singletonList(rule)));
      return false;
    } catch (FaultScriptException _) {
      return true;
    }
  }

  private static List<Node> rules(Node root) {
    Node list = root;
    if (root instanceof MappingNode script) {
      for (NodeTuple member : script.getValue()) {
        if (member.getKeyNode() instanceof ScalarNode name && name.getValue().equals(RULES)) {
          list = member.getValueNode();
        }
      }
    }
    return list instanceof SequenceNode rules ? rules.getValue() : List.of();
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }
}
