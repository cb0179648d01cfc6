package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads fault scripts; collects every problem before it gives up. */
final class FaultScriptReader {
  static final List<String> MATCHES =
      List.of(
          "nth",
          "every",
          "key",
          "contains",
          "batch_contains",
          "batch_over",
          "path",
          "method",
          "window",
          "p",
          "concurrency_over");

  private final List<String> problems = new ArrayList<>();

  FaultScript read(JsonNode script) {
    JsonNode list = script;
    if (!script.isArray()) {
      list = new FaultMembers("The script", script, problems, "rules").node("rules");
    }
    if (!list.isArray()) {
      problems.add("The script needs a list of rules under \"rules\".");
    }
    var rules = new ArrayList<FaultRule>();
    for (JsonNode rule : list) {
      rules.add(rule("Rule " + (rules.size() + 1), rule));
    }
    if (!problems.isEmpty()) {
      throw new FaultScriptException(problems);
    }
    return new FaultScript(rules);
  }

  private FaultRule rule(String where, JsonNode node) {
    var members = new FaultMembers(where, node, problems, "match", "action", "times", "continue");
    FaultMatch match =
        members.has("match")
            ? match(where + " match", members.node("match"))
            : FaultMatch.EVERYTHING;
    if (!members.has("action")) {
      members.problem("needs \"action\"");
    }
    var actions = new FaultActionReader(where + " action", problems);
    FaultAction action = actions.read(members.node("action"));
    boolean goesOn = members.node("continue").asBoolean(false);
    boolean waits = action instanceof FaultAction.Delay || action instanceof FaultAction.Latency;
    if (goesOn && !waits) {
      members.problem("can only \"continue\" after delay or latency");
    }
    return new FaultRule(
        actions.name(), match, action, members.whole("times", 1L, Long.MAX_VALUE), goesOn);
  }

  private FaultMatch match(String where, JsonNode node) {
    var members = new FaultMembers(where, node, problems, MATCHES.toArray(String[]::new));
    JsonNode window = members.node("window");
    Optional<Duration> from = Optional.empty();
    Optional<Duration> to = Optional.empty();
    if (members.has("window")) {
      if (window.isArray() && window.size() == 2) {
        from = Optional.of(members.duration("window", window.get(0)));
        to = Optional.of(members.duration("window", window.get(1)));
      } else {
        members.problem("needs [from, to] in \"window\"");
      }
    }
    return new FaultMatch(
        members.whole("nth", 1L, Long.MAX_VALUE),
        members.whole("every", 1L, Long.MAX_VALUE),
        members.text("key").map(Glob::new),
        members.text(members.has("contains") ? "contains" : "batch_contains"),
        members.whole("batch_over", 0L, Integer.MAX_VALUE).map(Long::intValue),
        members.text("path").map(Glob::new),
        members.text("method").map(name -> name.toUpperCase(Locale.ROOT)),
        from,
        to,
        members.probability("p"),
        members.whole("concurrency_over", 0L, Integer.MAX_VALUE).map(Long::intValue));
  }
}
