package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The batches that a process had opened before it died and that have records without an outcome:
 * each record goes out again in the batch that it was in.
 */
final class Reopened {
  private final Map<Long, Group> bySequence = new HashMap<>();
  private final int lastNumber;

  /** One opened batch: the lane that gathers its records again and how many are still to come. */
  private static final class Group {
    private final int number;
    private final Lane lane;
    private int missing;

    private Group(int number, Kind kind) {
      this.number = number;
      this.lane = new Lane(kind);
    }
  }

  Reopened(List<OpenedBatch> opened, OutcomeBits bits) {
    int last = 0;
    for (OpenedBatch batch : opened) {
      last = Math.max(last, batch.number());
      Group group = new Group(batch.number(), batch.kind());
      for (long sequence : batch.sequences()) {
        if (bits.of(sequence) == Disposition.NONE) {
          bySequence.put(sequence, group);
          group.missing++;
          bits.doubt(sequence);
        }
      }
    }
    lastNumber = last;
  }

  static Reopened nothing(OutcomeBits bits) {
    return new Reopened(List.of(), bits);
  }

  int lastNumber() {
    return lastNumber;
  }

  Optional<Lane> laneOf(long sequence) {
    Group group = bySequence.isEmpty() ? null : bySequence.get(sequence);
    return group == null ? Optional.empty() : Optional.of(group.lane);
  }

  /** The change was taken; gives the batch when this was the last of its records. */
  Optional<Attempt> passed(long sequence) {
    Group group = bySequence.isEmpty() ? null : bySequence.remove(sequence);
    if (group == null || --group.missing > 0 || group.lane.size() == 0) {
      return Optional.empty();
    }
    return Optional.of(group.lane.seal(group.number));
  }

  /** What is left at the end of the plan: batches whose last records were passed over. */
  List<Attempt> rest() {
    List<Attempt> rest =
        bySequence.values().stream()
            .distinct()
            .filter(group -> group.lane.size() > 0)
            .map(group -> group.lane.seal(group.number))
            .toList();
    bySequence.clear();
    return rest;
  }
}
