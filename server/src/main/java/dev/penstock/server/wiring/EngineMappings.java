package dev.penstock.server.wiring;

import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.map.FieldMapping;
import dev.penstock.server.project.ConnectorTypes;
import dev.penstock.server.project.MappingCheck;
import java.util.List;
import java.util.Optional;

/** Asks the engine's mapping language whether a project's mappings mean something. */
final class EngineMappings implements MappingCheck {
  @Override
  public List<Fault> faults(String destinationType, String action, Json mapping) {
    if (!(mapping instanceof Json.Obj definition)) {
      return List.of(new Fault("", "A mapping is an object with a member for each field."));
    }
    Optional<ConnectorTypes.ActionForm> form =
        Optional.ofNullable(ConnectorTypes.destinations().get(destinationType)).stream()
            .flatMap(type -> type.actions().stream())
            .filter(candidate -> candidate.name().equals(action))
            .findFirst();
    if (form.isEmpty()) {
      return List.of(); // an unknown action is a problem of its own
    }
    try {
      FieldMapping.compile(definition, action(form.get()));
      return List.of();
    } catch (PenstockException e) {
      return List.of(new Fault("", String.valueOf(e.getMessage())));
    }
  }

  private static Action action(ConnectorTypes.ActionForm form) {
    return new Action(
        form.name(),
        "",
        form.fields().stream().map(name -> new Action.ActionField(name, "", false)).toList(),
        Optional.empty(),
        DeliveryLevel.B,
        1,
        1,
        false);
  }
}
