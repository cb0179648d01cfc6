package dev.penstock.storage.held;

import dev.penstock.engine.diff.HeldSummary;
import java.util.Collections;
import java.util.List;

/**
 * What the manifest says about a partition.
 *
 * @param generation in which it was written; 0 when it has no entries and no file
 * @param entries how many keys it has
 * @param held how many of them the destination is known to hold
 * @param bySlot the held ones by slot of their mapping version
 */
public record PartitionMark(long generation, long entries, long held, List<Long> bySlot) {
  public static final PartitionMark EMPTY =
      new PartitionMark(0, 0, 0, Collections.nCopies(HeldSummary.VERSIONS_MAX, 0L));

  public PartitionMark {
    bySlot = List.copyOf(bySlot);
  }
}
