package dev.penstock.server.wiring;

import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.language.Directive;
import dev.penstock.engine.map.FieldMapping;
import dev.penstock.server.project.ConnectorTypes;
import dev.penstock.server.project.MappingCheck;
import dev.penstock.server.project.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the engine's mapping language whether a project's mappings mean something. */
final class EngineMappings implements MappingCheck {
  private static final String WHERE_TOLD = "See docs/mapping.md for what a mapping may hold.";

  @Override
  public List<Fault> faults(String destinationType, String action, Json mapping) {
    if (!(mapping instanceof Json.Obj definition)) {
      return List.of(
          new Fault("", "A mapping is an object with a member for each field.", Optional.empty()));
    }
    Optional<ConnectorTypes.ActionForm> form =
        Optional.ofNullable(ConnectorTypes.destinations().get(destinationType)).stream()
            .flatMap(type -> type.actions().stream())
            .filter(candidate -> candidate.name().equals(action))
            .findFirst();
    if (form.isEmpty()) {
      return List.of(); // an unknown action is a problem of its own
    }
    List<Fault> faults = new ArrayList<>();
    directives("", definition, faults);
    if (faults.isEmpty()) {
      fault(definition, form.get().fields())
          .ifPresent(message -> faults.add(new Fault("", message, Optional.empty())));
    }
    return faults;
  }

  /** Asks about each directive alone, so that every wrong one is told at its own place. */
  private static void directives(String path, Json value, List<Fault> faults) {
    switch (value) {
      case Json.Obj(var members)
          when members.keySet().stream().anyMatch(key -> key.startsWith("@")) -> {
        String name = path.substring(path.lastIndexOf('/') + 1);
        fault(new Json.Obj(Map.of(name, value)), List.of(name))
            .ifPresent(message -> faults.add(new Fault(path, message, suggestion(members))));
      }
      case Json.Obj(var members) ->
          members.forEach((name, member) -> directives(path + "/" + name, member, faults));
      case Json.Array(var items) -> items.forEach(item -> directives(path, item, faults));
      case Json.Null _, Json.Bool _, Json.Num _, Json.Text _ -> {}
    }
  }

  private static Optional<String> suggestion(Map<String, Json> members) {
    if (members.get("@path") instanceof Json.Text(String path)) {
      return path.matches("\\$\\.\\w+")
          ? Optional.of("Did you mean `$.properties." + path.substring(2) + "`?")
          : Optional.of(WHERE_TOLD);
    }
    return members.keySet().stream()
        .flatMap(key -> Spelling.nearest(key, Directive.NAMES).stream())
        .findFirst()
        .map(near -> "Did you mean `" + near + "`?")
        .or(() -> Optional.of(WHERE_TOLD));
  }

  private static Optional<String> fault(Json.Obj definition, List<String> fields) {
    try {
      FieldMapping.compile(definition, action(fields));
      return Optional.empty();
    } catch (PenstockException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Action action(List<String> fields) {
    return new Action(
        "",
        "",
        fields.stream().map(name -> new Action.ActionField(name, "", false)).toList(),
        Optional.empty(),
        DeliveryLevel.B,
        1,
        1,
        false);
  }
}
