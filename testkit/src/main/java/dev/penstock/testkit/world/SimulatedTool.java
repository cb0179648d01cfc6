package dev.penstock.testkit.world;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.ChangeId;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The business tool of the simulated world: what it holds, and a log of every effect that a request
 * ever had on it, which is the judge of everything the product claims.
 */
final class SimulatedTool {
  private final DeliveryLevel level;
  private final Map<Integer, String> held = new TreeMap<>();
  private final Map<Integer, List<String>> appended = new HashMap<>();
  private final Set<ChangeId> seen = new HashSet<>();
  private final Map<ChangeId, Integer> effects = new HashMap<>();

  SimulatedTool(DeliveryLevel level) {
    this.level = level;
  }

  Action action(boolean atomic) {
    return new Action(
        "send",
        "Keeps what it is given under its id.",
        List.of(new Action.ActionField("data", "The record.", false)),
        Optional.of("data"),
        level,
        1000,
        1 << 20,
        atomic);
  }

  Map<Integer, String> held() {
    return held;
  }

  List<String> appended(int id) {
    return appended.getOrDefault(id, List.of());
  }

  /** How many effects there were beyond one for each change. */
  long repeats() {
    return effects.values().stream().mapToLong(count -> count - 1).sum();
  }

  static int id(Batch batch, int index) {
    String payload = text(batch, index);
    if (JsonReader.read(payload) instanceof Json.Obj(var members)
        && members.get("id") instanceof Json.Num(var number)) {
      return number.intValueExact();
    }
    throw new AssertionError("a record without its id was sent: " + payload);
  }

  static String text(Batch batch, int index) {
    return new String(batch.payload(index), StandardCharsets.UTF_8);
  }

  static boolean isBad(Batch batch, int index) {
    return batch.kind() != Kind.DELETED && text(batch, index).contains(":\"bad");
  }

  void apply(Batch batch, int index) {
    ChangeId change = batch.records().get(index).change();
    if (level == DeliveryLevel.A && !seen.add(change)) {
      return;
    }
    effects.merge(change, 1, Integer::sum);
    int id = id(batch, index);
    if (level == DeliveryLevel.D) {
      appended.computeIfAbsent(id, key -> new ArrayList<>()).add(text(batch, index));
    } else if (batch.kind() == Kind.DELETED) {
      held.remove(id);
    } else {
      held.put(id, text(batch, index));
    }
  }
}
