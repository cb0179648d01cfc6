package dev.penstock.engine.run;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.row.RowLimits;
import java.util.Objects;

/**
 * A sync as a user set it up, with its connections open.
 *
 * @param mapping the definition of how the action's fields are filled
 * @param firstRun what the first run ever does
 * @param letters when a dead letter is tried again by itself
 */
public record SyncSpec(
    String project,
    String name,
    Source source,
    Model model,
    Destination destination,
    Json.Obj mapping,
    Selection selection,
    FirstRun firstRun,
    DeliveryPolicy delivery,
    Guard guard,
    LetterSchedule letters,
    RowLimits limits) {
  /** What a sync does when nothing is held yet. */
  public enum FirstRun {
    SEND_ALL,
    /** Takes the model as it is for delivered. */
    START_FROM_NOW
  }

  public SyncSpec {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(name, "name");
  }

  /** The same sync, reading through another source. */
  public SyncSpec readFrom(Source other) {
    return new SyncSpec(
        project,
        name,
        other,
        model,
        destination,
        mapping,
        selection,
        firstRun,
        delivery,
        guard,
        letters,
        limits);
  }

  public SyncIdentity identity() {
    return new SyncIdentity(project, name, destination.identity(), destination.action().name());
  }
}
