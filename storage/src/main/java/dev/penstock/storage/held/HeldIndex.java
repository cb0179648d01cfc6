package dev.penstock.storage.held;

import dev.penstock.engine.diff.Held;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.storage.disk.Disk;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * The held index of one generation, mapped for lookups, with a mark per entry for the keys that an
 * extract had. Used by one thread; lives as long as its arena.
 */
public final class HeldIndex {
  private static final int WORD_BITS = 6;

  private final Partition[] partitions;
  private final int shift;
  private final boolean single;
  private final int[] firstWords;
  private final long[] seen;
  private final boolean[] relied;

  private HeldIndex(Partition[] partitions, int bits) {
    this.partitions = partitions;
    shift = Long.SIZE - bits;
    single = bits == 0;
    firstWords = new int[partitions.length + 1];
    for (int i = 0; i < partitions.length; i++) {
      int words = (partitions[i].places() + Long.SIZE - 1) >> WORD_BITS;
      firstWords[i + 1] = firstWords[i] + words;
    }
    seen = new long[firstWords[partitions.length]];
    relied = new boolean[partitions.length];
  }

  public static HeldIndex open(Disk disk, Manifest manifest, Arena arena) {
    var files = new HeldFiles(manifest.state());
    var partitions = new Partition[manifest.partitions().size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] =
          Partition.open(disk, files, i, manifest.bits(), manifest.partitions().get(i), arena);
    }
    return new HeldIndex(partitions, manifest.bits());
  }

  public int partitions() {
    return partitions.length;
  }

  public Partition partition(int index) {
    return partitions[index];
  }

  public int partitionOf(long hashHigh) {
    return single ? 0 : (int) (hashHigh >>> shift);
  }

  /** Marks an entry as seen; false when it was already. */
  public boolean see(int partition, int place) {
    int word = firstWords[partition] + (place >> WORD_BITS);
    long bit = 1L << place;
    if ((seen[word] & bit) != 0) {
      return false;
    }
    seen[word] |= bit;
    return true;
  }

  public boolean seen(int partition, int place) {
    return (seen[firstWords[partition] + (place >> WORD_BITS)] & 1L << place) != 0;
  }

  /** Whether every entry of the partition was seen. */
  public boolean allSeen(int partition) {
    long count = 0;
    for (int word = firstWords[partition]; word < firstWords[partition + 1]; word++) {
      count += Long.bitCount(seen[word]);
    }
    return count == partitions[partition].mark().entries();
  }

  /** Notes that a decision other than "unchanged" rests on this partition. */
  public void rely(int partition) {
    relied[partition] = true;
  }

  /** Notes that entries without a row are taken for gone. */
  public void relyOnUnseen() {
    for (int i = 0; i < partitions.length; i++) {
      relied[i] |= !allSeen(i);
    }
  }

  /**
   * Checks the sums of every partition that something is sent or forgotten on the strength of.
   * Unchanged rows need none: a match of 128 bits is no accident.
   *
   * @throws dev.penstock.engine.error.PenstockException STATE_CORRUPT
   */
  public void checkRelied() {
    for (int i = 0; i < partitions.length; i++) {
      if (relied[i]) {
        partitions[i].check();
      }
    }
  }

  /** What is held under a key, for people and tests. */
  public Optional<Held> find(KeyHash key) {
    Partition partition = partitions[partitionOf(key.high())];
    int place = partition.find(key.high(), key.low());
    if (place < 0) {
      return Optional.empty();
    }
    Fingerprint print = new Fingerprint(partition.printHigh(place), partition.printLow(place));
    return Optional.of(Held.of(print, partition.flags(place)));
  }
}
