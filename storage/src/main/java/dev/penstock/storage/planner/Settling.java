package dev.penstock.storage.planner;

import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.Settlement;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.ManifestFile;
import dev.penstock.storage.held.MappingVersion;
import dev.penstock.storage.held.PartitionMark;
import dev.penstock.storage.plan.KeyIndex;
import dev.penstock.storage.plan.LocalPlan;
import dev.penstock.storage.plan.PlanHeader;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Writes the next generation: merges the keys of a plan, in order, into the partitions that they
 * touch, and leaves the others as they are. Depends on nothing but its arguments and files that do
 * not change, so it may be done again after a crash. Used by one thread, once; it may use more.
 */
final class Settling {
  private final Disk disk;
  private final PlannerSettings settings;
  private final Crashpoint crashpoint;
  private final Manifest before;
  private final LocalPlan plan;

  Settling(
      Disk disk, PlannerSettings settings, Crashpoint crashpoint, Manifest before, LocalPlan plan) {
    this.disk = disk;
    this.settings = settings;
    this.crashpoint = crashpoint;
    this.before = before;
    this.plan = plan;
  }

  Settlement settle(PlanOutcomes outcomes) {
    PlanHeader header = plan.header();
    int slot = before.slotFor(header.mappingVersion());
    var counts = new SettleCounts();
    List<PartitionMark> marks = new ArrayList<>();
    Generation next;
    try (Arena arena = Arena.ofShared()) {
      KeyIndex keys = KeyIndex.open(disk, plan, arena);
      int bits = bitsFor(before.entries() + keys.newKeys());
      next = new Generation(disk, crashpoint, before, bits, slot);
      for (SettleRange.Settled settled : InParallel.all(shares(next, keys, outcomes))) {
        marks.addAll(settled.marks());
        counts.add(settled.counts());
      }
    }
    var current =
        new MappingVersion(slot, header.mappingVersion(), header.definition(), header.printed());
    var manifest =
        new Manifest(
            before.ledger(),
            before.state(),
            next.number(),
            next.bits(),
            marks,
            header.whole() ? plan.summary().read() : before.lastRead(),
            Manifest.next(before.versions(), current, marks),
            KeyColumns.tags(plan.columns()));
    // Forces the folder, and with it the names of the partitions, whose bytes are forced already.
    new ManifestFile(disk).write(manifest);
    return counts.settlement(next.number(), before.held(), manifest.held());
  }

  private int bitsFor(long entries) {
    int bits = before.bits();
    while (bits < Manifest.BITS_MAX && entries >>> bits > settings.entriesPerPartition()) {
      bits++;
    }
    return bits;
  }

  private List<Callable<SettleRange.Settled>> shares(
      Generation next, KeyIndex keys, PlanOutcomes outcomes) {
    int shares = Math.min(settings.workers(), 1 << next.bits());
    return IntStream.range(0, shares)
        .<Callable<SettleRange.Settled>>mapToObj(
            share -> () -> new SettleRange(next, keys.another(), outcomes, share, shares).settle())
        .toList();
  }
}
