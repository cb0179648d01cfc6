package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Held;
import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import dev.penstock.engine.diff.Settlement;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.held.Entries;
import dev.penstock.storage.held.HeldFiles;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.ManifestFile;
import dev.penstock.storage.held.MappingVersion;
import dev.penstock.storage.held.Partition;
import dev.penstock.storage.held.PartitionMark;
import dev.penstock.storage.held.PartitionWriter;
import dev.penstock.storage.plan.KeyIndex;
import dev.penstock.storage.plan.LocalPlan;
import dev.penstock.storage.plan.PlanHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the next generation: merges the keys of a plan, in order, into the partitions that they
 * touch, and leaves the others as they are. Depends on nothing but its arguments and files that do
 * not change, so it may be done again after a crash. Used by one thread, once.
 */
final class Settling {
  private final Disk disk;
  private final PlannerSettings settings;
  private final Crashpoint crashpoint;
  private final Manifest before;
  private final LocalPlan plan;
  private final HeldFiles files;
  private final long generation;
  private final int slot;
  private final SettleCounts counts = new SettleCounts();
  private final PartitionWriter out;

  Settling(
      Disk disk, PlannerSettings settings, Crashpoint crashpoint, Manifest before, LocalPlan plan) {
    this.disk = disk;
    this.settings = settings;
    this.crashpoint = crashpoint;
    this.before = before;
    this.plan = plan;
    files = new HeldFiles(before.state());
    generation = before.generation() + 1;
    slot = before.slotFor(plan.header().mappingVersion());
    out = new PartitionWriter(disk, files);
  }

  Settlement settle(PlanOutcomes outcomes) {
    PlanHeader header = plan.header();
    List<PartitionMark> marks;
    int bits;
    try (Arena arena = Arena.ofConfined()) {
      KeyIndex keys = KeyIndex.open(disk, plan, arena);
      bits = bitsFor(before.entries() + keys.newKeys());
      marks = write(new SettledKeys(keys, outcomes, counts), bits);
    } finally {
      out.close();
    }
    var current =
        new MappingVersion(slot, header.mappingVersion(), header.definition(), header.printed());
    var next =
        new Manifest(
            before.ledger(),
            before.state(),
            generation,
            bits,
            marks,
            header.whole() ? plan.summary().read() : before.lastRead(),
            Manifest.next(before.versions(), current, marks),
            KeyColumns.tags(plan.columns()));
    // Forces the folder, and with it the names of the partitions, whose bytes are forced already.
    new ManifestFile(disk).write(next);
    return counts.settlement(generation, before.held(), next.held());
  }

  private int bitsFor(long entries) {
    int bits = before.bits();
    while (bits < Manifest.BITS_MAX && entries >>> bits > settings.entriesPerPartition()) {
      bits++;
    }
    return bits;
  }

  private List<PartitionMark> write(SettledKeys changes, int bits) {
    int growth = bits - before.bits();
    List<PartitionMark> marks = new ArrayList<>(1 << bits);
    for (int old = 0; old < before.partitions().size(); old++) {
      PartitionMark mark = before.partitions().get(old);
      if (growth == 0 && !isIn(changes, old, bits)) {
        marks.add(mark);
        continue;
      }
      try (Arena arena = Arena.ofConfined()) {
        Partition partition = Partition.open(disk, files, old, before.bits(), mark, arena);
        partition.check();
        var merge = new Merge(partition, changes);
        for (int index = old << growth; index < (old + 1) << growth; index++) {
          out.begin(index, bits, generation);
          merge.into(index, bits);
          marks.add(out.finish());
          crashpoint.at(Crashpoint.Moment.SETTLE_PARTITION);
        }
      }
    }
    return marks;
  }

  private static boolean isIn(SettledKeys changes, int index, int bits) {
    return changes.isPresent() && partitionOf(changes.hashHigh(), bits) == index;
  }

  private static int partitionOf(long hashHigh, int bits) {
    return bits == 0 ? 0 : (int) (hashHigh >>> (Long.SIZE - bits));
  }

  /** Old entries and changes, both ascending. */
  private final class Merge {
    private final Partition partition;
    private final Entries old;
    private final SettledKeys changes;
    private boolean oldPresent;

    Merge(Partition partition, SettledKeys changes) {
      this.partition = partition;
      this.changes = changes;
      old = partition.entries();
      oldPresent = old.next();
    }

    void into(int index, int bits) {
      while (true) {
        boolean keep = oldPresent && partitionOf(old.hashHigh(), bits) == index;
        boolean change = isIn(changes, index, bits);
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
      if (held.parked() && !after.parked()) {
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
      return new Held(target, false, false, parked, slot);
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
