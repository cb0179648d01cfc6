package dev.penstock.connectors.sandbox.simulator;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The faults of a simulated destination, in order: the first rule that has to act on a request
 * wins.
 */
public record FaultScript(List<FaultRule> rules) {
  /** Copies the list. */
  public FaultScript {
    rules = List.copyOf(rules);
  }

  /** The names of all actions, in the order in which the page about the simulator has them. */
  public static List<String> actionNames() {
    return FaultActionReader.NAMES;
  }

  /** The names of all conditions. */
  public static List<String> matchNames() {
    return FaultScriptReader.MATCHES;
  }

  /** A destination that behaves. */
  public static FaultScript none() {
    return new FaultScript(List.of());
  }

  /**
   * Reads a script: {@code {"rules": [{"match": {...}, "action": {...}, "times": n, "continue":
   * true}]}} or the list alone.
   *
   * @throws FaultScriptException with every problem found
   */
  public static FaultScript parse(JsonNode script) {
    return new FaultScriptReader().read(script);
  }

  /**
   * The same for a tree that another parser made, for example from YAML.
   *
   * @throws FaultScriptException with every problem found
   */
  public static FaultScript parse(Map<String, ?> script) {
    JsonNode tree = JsonMapper.shared().valueToTree(script);
    return parse(tree);
  }
}
