package dev.penstock.storage.planner;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.Held;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import dev.penstock.engine.diff.Settlement;
import dev.penstock.engine.row.KeyHash;
import java.util.ArrayList;
import java.util.List;

/** Counts what a settlement does. Used by one thread. */
final class SettleCounts {
  private final long[] delivered = new long[Kind.values().length];
  private final List<KeyHash> resolved = new ArrayList<>();
  private final List<KeyHash> superseded = new ArrayList<>();
  private long deadLettered;
  private long skipped;
  private long pending;
  private long added;
  private long removed;

  void sent(Kind kind, Disposition disposition) {
    switch (disposition) {
      case NONE -> pending++;
      case DELIVERED -> delivered[kind.code()]++;
      case SKIPPED -> skipped++;
      case DEAD_LETTERED -> deadLettered++;
    }
  }

  void moved(Held before, Held after) {
    if (before.absent() && !after.absent()) {
      added++;
    }
    if (!before.absent() && after.absent()) {
      removed++;
    }
  }

  void resolved(KeyHash key) {
    resolved.add(key);
  }

  void superseded(KeyHash key) {
    superseded.add(key);
  }

  void add(SettleCounts other) {
    for (int kind = 0; kind < delivered.length; kind++) {
      delivered[kind] += other.delivered[kind];
    }
    resolved.addAll(other.resolved);
    superseded.addAll(other.superseded);
    deadLettered += other.deadLettered;
    skipped += other.skipped;
    pending += other.pending;
    added += other.added;
    removed += other.removed;
  }

  Settlement settlement(long generation, long heldBefore, long heldAfter) {
    List<Long> kinds = new ArrayList<>(delivered.length);
    for (long count : delivered) {
      kinds.add(count);
    }
    return new Settlement(
        generation,
        heldBefore,
        added,
        removed,
        heldAfter,
        kinds,
        deadLettered,
        skipped,
        pending,
        resolved,
        superseded);
  }
}
