package dev.penstock.server.project;

import dev.penstock.engine.json.Json;
import dev.penstock.server.project.ConnectorTypes.ActionForm;
import dev.penstock.server.project.SyncConfig.Schedule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that what files say about each other is true. */
final class Links {
  private final MappingCheck mappings;
  private final Outline outline;
  private final Problems problems;

  Links(MappingCheck mappings, Outline outline, Problems problems) {
    this.mappings = mappings;
    this.outline = outline;
    this.problems = problems;
  }

  void check(
      Map<String, SourceConfig> sources,
      Map<String, ModelConfig> models,
      Map<String, DestinationConfig> destinations,
      Map<String, SyncConfig> syncs) {
    for (ModelConfig model : models.values()) {
      exists("source", "sources", model.source(), sources, outline.of(model.place(), "source"));
    }
    for (SyncConfig sync : syncs.values()) {
      exists("model", "models", sync.model(), models, outline.of(sync.place(), "model"));
      exists(
          "destination",
          "destinations",
          sync.destination(),
          destinations,
          outline.of(sync.place(), "destination"));
      if (sync.schedule() instanceof Schedule.After(String other)) {
        exists("sync", "syncs", other, syncs, outline.of(sync.place(), "schedule/after"));
        refuseCircle(sync, syncs);
      }
      DestinationConfig destination = destinations.get(sync.destination());
      if (destination != null) {
        checkAction(sync, destination);
        sync.mapping().ifPresent(mapping -> checkMeaning(sync, mapping, destination));
      }
    }
  }

  private void exists(String what, String folder, String name, Map<String, ?> known, Place place) {
    // A name that could not be read was reported; one that a broken file may declare is not
    // guessed.
    if (name.isEmpty() || known.containsKey(name) || outline.isBroken(folder)) {
      return;
    }
    problems.misspelt(
        ProblemCode.REFERENCE_UNKNOWN,
        place,
        "There is no " + what + " `" + name + "`.",
        name,
        known.keySet());
  }

  private void refuseCircle(SyncConfig start, Map<String, SyncConfig> syncs) {
    Set<String> passed = new HashSet<>();
    SyncConfig sync = start;
    while (sync != null && sync.schedule() instanceof Schedule.After(String other)) {
      if (!passed.add(sync.name())) {
        return; // a circle that does not lead back here is told where it lies
      }
      if (other.equals(start.name())) {
        problems.error(
            ProblemCode.VALUE_INVALID,
            outline.of(start.place(), "schedule/after"),
            "`" + start.name() + "` would start after itself.",
            "Give one sync of the circle a time of its own.");
        return;
      }
      sync = syncs.get(other);
    }
  }

  private void checkAction(SyncConfig sync, DestinationConfig destination) {
    List<ActionForm> actions =
        ConnectorTypes.destination(destination.type())
            .map(ConnectorTypes.ConnectorType::actions)
            .orElse(List.of());
    if (actions.isEmpty() || sync.action().isEmpty()) {
      return;
    }
    Optional<ActionForm> action =
        actions.stream().filter(form -> form.name().equals(sync.action())).findFirst();
    if (action.isEmpty()) {
      problems.misspelt(
          ProblemCode.REFERENCE_UNKNOWN,
          outline.of(sync.place(), "action"),
          "A " + destination.type() + " has no action `" + sync.action() + "`.",
          sync.action(),
          actions.stream().map(ActionForm::name).toList());
      return;
    }
    sync.mapping().ifPresent(mapping -> checkFields(sync, mapping, action.get()));
  }

  private void checkFields(SyncConfig sync, Json mapping, ActionForm action) {
    Place place = outline.of(sync.place(), "mapping");
    if (!(mapping instanceof Json.Obj(var members))) {
      problems.error(
          ProblemCode.TYPE_WRONG,
          place,
          "The mapping must name fields of the action `" + action.name() + "`.",
          "Write `" + action.fields().getFirst() + ": ...` below it.");
      return;
    }
    if (members.keySet().stream().anyMatch(Links::isOfTheLanguage)) {
      return;
    }
    for (String field : members.keySet()) {
      if (!action.fields().contains(field)) {
        problems.error(
            ProblemCode.KEY_UNKNOWN,
            outline.of(sync.place(), "mapping/" + field),
            "The action `" + action.name() + "` has no field `" + field + "`.",
            action.fields().size() == 1
                ? "Put it below `" + action.fields().getFirst() + ":`."
                : "Its fields are " + String.join(", ", action.fields()) + ".");
      }
    }
  }

  private void checkMeaning(SyncConfig sync, Json mapping, DestinationConfig destination) {
    String key = outline.has(sync.place(), "mapping") ? "mapping" : "mapping_file";
    for (MappingCheck.Fault fault : mappings.faults(destination.type(), sync.action(), mapping)) {
      Place place = outline.of(sync.place(), key + fault.path());
      fault
          .suggestion()
          .ifPresentOrElse(
              advice -> problems.error(ProblemCode.MAPPING_INVALID, place, fault.message(), advice),
              () -> problems.error(ProblemCode.MAPPING_INVALID, place, fault.message()));
    }
  }

  /** A directive as the whole mapping makes its fields only when it runs. */
  private static boolean isOfTheLanguage(String key) {
    return key.startsWith("@") || key.startsWith("__segment_internal");
  }
}
