package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.Held;
import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.held.Entries;
import dev.penstock.storage.held.Partition;
import dev.penstock.storage.held.PartitionMark;
import dev.penstock.storage.held.PartitionWriter;
import dev.penstock.storage.plan.KeyIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Settles one share of the hashes' range, without meeting the others. Used by one thread, once. */
final class SettleRange {
  private final Generation next;
  private final int first;
  private final int end;
  private final SettleCounts counts = new SettleCounts();
  private final SettledKeys changes;
  private final PartitionWriter out;

  /**
   * @param share which of the shares, from 0
   * @param shares how many there are: a power of two, not above the partitions' number
   */
  SettleRange(Generation next, KeyIndex keys, PlanOutcomes outcomes, int share, int shares) {
    this.next = next;
    first = share * (1 << next.bits()) / shares;
    end = (share + 1) * (1 << next.bits()) / shares;
    int firstPart = share * KeyIndex.parts() / shares;
    int endPart = (share + 1) * KeyIndex.parts() / shares;
    changes = new SettledKeys(keys, firstPart, endPart, outcomes, counts);
    out = new PartitionWriter(next.disk(), next.files());
  }

  /** What a share did. */
  record Settled(List<PartitionMark> marks, SettleCounts counts) {}

  Settled settle() {
    List<PartitionMark> marks = new ArrayList<>(end - first);
    int growth = next.bits() - next.before().bits();
    try {
      for (int old = first >> growth; old << growth < end; old++) {
        PartitionMark mark = next.before().partitions().get(old);
        if (growth == 0 && !isChanged(old)) {
          marks.add(mark);
        } else {
          write(old, mark, growth, marks);
        }
      }
    } finally {
      out.close();
    }
    return new Settled(marks, counts);
  }

  private void write(int old, PartitionMark mark, int growth, List<PartitionMark> marks) {
    int from = Math.max(first, old << growth);
    int to = Math.min(end, (old + 1) << growth);
    try (Arena arena = Arena.ofConfined()) {
      Partition partition =
          Partition.open(next.disk(), next.files(), old, next.before().bits(), mark, arena);
      partition.check();
      var merge = new Merge(partition, from);
      for (int index = from; index < to; index++) {
        out.begin(index, next.bits(), next.number());
        merge.into(index);
        marks.add(out.finish());
        next.partitionWritten();
      }
    }
  }

  private boolean isChanged(int index) {
    return changes.isPresent() && partitionOf(changes.hashHigh()) == index;
  }

  private int partitionOf(long hashHigh) {
    return next.bits() == 0 ? 0 : (int) (hashHigh >>> (Long.SIZE - next.bits()));
  }

  /** Old entries and changes, both ascending. */
  private final class Merge {
    private final Partition partition;
    private final Entries old;
    private boolean oldPresent;

    /** Old entries before this partition are another range's. */
    Merge(Partition partition, int first) {
      this.partition = partition;
      old = partition.entries();
      do {
        oldPresent = old.next();
      } while (oldPresent && partitionOf(old.hashHigh()) < first);
    }

    void into(int index) {
      while (true) {
        boolean keep = oldPresent && partitionOf(old.hashHigh()) == index;
        boolean change = isChanged(index);
        if (!keep && !change) {
          return;
        }
        int order = keep && change ? compare() : keep ? -1 : 1;
        if (order < 0) {
          keep();
        } else if (order == 0) {
          change(old.held(), old.key());
          oldPresent = old.next();
          changes.advance();
        } else {
          addNew();
        }
      }
    }

    private int compare() {
      int byHigh = Long.compareUnsigned(old.hashHigh(), changes.hashHigh());
      return byHigh != 0 ? byHigh : Integer.compareUnsigned(old.hashLow(), changes.hashLow());
    }

    private void keep() {
      out.add(
          old.hashHigh(), old.hashLow(), old.flags(), old.printHigh(), old.printLow(), old.key());
      oldPresent = old.next();
    }

    private void addNew() {
      if (changes.key().byteSize() == 0) {
        throw Corruption.in(partition.path(), "a key that the plan found in it is not there");
      }
      change(Held.NOTHING, changes.key());
      changes.advance();
    }

    private void change(Held held, MemorySegment key) {
      Held after = after(held);
      counts.moved(held, after);
      // The plan saw the letter, also where the entry has lost its mark (Held.beside).
      boolean unparks = changes.decision() == Decision.UNCHANGED_UNPARK;
      if (unparks || (held.parked() && !after.parked())) {
        var hash = new KeyHash(changes.hashHigh(), changes.hashLow());
        if (changes.decision().isSent()) {
          counts.resolved(hash);
        } else {
          counts.superseded(hash);
        }
      }
      if (!after.isNothing()) {
        Fingerprint print = after.confirmed();
        out.add(
            changes.hashHigh(), changes.hashLow(), after.flags(), print.high(), print.low(), key);
      }
    }

    private Held after(Held held) {
      boolean parked = held.parked() && changes.staysParked();
      return switch (changes.decision()) {
        case SETTLE -> confirmed(parked);
        case UNCHANGED_UNPARK ->
            new Held(held.confirmed(), held.absent(), held.doubt(), false, held.slot());
        case DROP -> new Held(Fingerprint.ABSENT, true, false, parked, 0);
        case ADDED, UPDATED, UNSETTLED_ADDED, UNSETTLED_UPDATED -> sent(held, confirmed(false));
        case DELETED -> sent(held, Held.NOTHING);
        case UNCHANGED, SUPPRESSED ->
            throw new IllegalStateException(changes.decision() + " changes nothing");
      };
    }

    private Held confirmed(boolean parked) {
      var target = new Fingerprint(changes.printHigh(), changes.printLow());
      return new Held(target, false, false, parked, next.slot());
    }

    private Held sent(Held held, Held confirmed) {
      boolean doubt = held.doubt() || changes.doubt();
      Disposition disposition = changes.disposition();
      return switch (disposition) {
        case DELIVERED, SKIPPED -> confirmed;
        case DEAD_LETTERED -> new Held(held.confirmed(), held.absent(), doubt, true, held.slot());
        case NONE -> new Held(held.confirmed(), held.absent(), doubt, held.parked(), held.slot());
      };
    }
  }
}
