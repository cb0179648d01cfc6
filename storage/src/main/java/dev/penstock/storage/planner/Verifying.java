package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Planner.Verification;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowHasher;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.held.Entries;
import dev.penstock.storage.held.HeldFiles;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.ManifestFile;
import dev.penstock.storage.held.Partition;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** Reads all of a generation and says what is wrong with it. Used by one thread, once. */
final class Verifying {
  /** A page of faults; a file that is broken throughout says nothing more after that. */
  private static final int FAULTS_MAX = 100;

  private final Disk disk;
  private final List<String> faults = new ArrayList<>();
  private long entries;
  private long bytes;

  Verifying(Disk disk) {
    this.disk = disk;
  }

  Verification verify(StateRef state) {
    try {
      Manifest manifest = new ManifestFile(disk).read(state);
      var hasher = new RowHasher(state.seed(), 0, List.of());
      for (int i = 0; i < manifest.partitions().size(); i++) {
        verify(manifest, i, hasher);
      }
    } catch (PenstockException e) {
      note(e);
    }
    return new Verification(entries, bytes, faults);
  }

  private void verify(Manifest manifest, int index, RowHasher hasher) {
    var files = new HeldFiles(manifest.state());
    try (Arena arena = Arena.ofConfined()) {
      var mark = manifest.partitions().get(index);
      Partition partition = Partition.open(disk, files, index, manifest.bits(), mark, arena);
      bytes += partition.bytes();
      List<String> sums = partition.faults();
      sums.forEach(fault -> add(partition.path() + ": " + fault));
      if (sums.isEmpty()) {
        verify(partition, index, manifest.bits(), hasher);
      }
    } catch (PenstockException e) {
      note(e);
    }
  }

  private void verify(Partition partition, int index, int bits, RowHasher hasher) {
    Entries entry = partition.entries();
    long count = 0;
    long held = 0;
    var last = new KeyHash(0, 0);
    while (entry.next()) {
      KeyHash hash = entry.hash();
      if (count > 0 && hash.compareTo(last) <= 0) {
        add(partition.path() + ": entry " + hash + " is out of order");
      }
      if (bits > 0 && hash.high() >>> (Long.SIZE - bits) != index) {
        add(partition.path() + ": entry " + hash + " belongs to another partition");
      }
      if (partition.find(hash.high(), hash.low()) != entry.place()) {
        add(partition.path() + ": entry " + hash + " is not found where it stands");
      }
      byte[] key = entry.keyBytes();
      if (!hasher.key(key, 0, key.length).equals(hash)) {
        add(partition.path() + ": entry " + hash + " has the bytes of another key");
      }
      last = hash;
      count++;
      held += entry.held().absent() ? 0 : 1;
    }
    if (count != partition.mark().entries() || held != partition.mark().held()) {
      add(partition.path() + ": its counts are not those of the manifest");
    }
    entries += count;
  }

  private void note(PenstockException e) {
    if (e.code() != ErrorCode.STATE_CORRUPT) {
      throw e;
    }
    add(String.valueOf(e.getMessage()));
  }

  private void add(String fault) {
    if (faults.size() < FAULTS_MAX) {
      faults.add(fault);
    }
  }
}
