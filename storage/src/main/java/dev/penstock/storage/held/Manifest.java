package dev.penstock.storage.held;

import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.StateRef;
import java.util.ArrayList;
import java.util.List;

/**
 * What one generation of held state consists of.
 *
 * @param bits the number of partitions is 2 to the power of this
 * @param lastRead rows that the last whole extract had
 * @param versions the mapping versions that entries name; the most recently used is the last
 * @param keyTags the tag name of each key column
 */
public record Manifest(
    String ledger,
    String state,
    long generation,
    int bits,
    List<PartitionMark> partitions,
    long lastRead,
    List<MappingVersion> versions,
    List<String> keyTags) {
  /** 65,536 partitions: three billion keys, and as many files as a folder should have. */
  public static final int BITS_MAX = 16;

  public Manifest {
    partitions = List.copyOf(partitions);
    versions = List.copyOf(versions);
    keyTags = List.copyOf(keyTags);
  }

  /** Before anything was settled. */
  public static Manifest empty(StateRef state) {
    return new Manifest(
        state.ledger(), state.id(), 0, 0, List.of(PartitionMark.EMPTY), 0, List.of(), List.of());
  }

  public long entries() {
    return partitions.stream().mapToLong(PartitionMark::entries).sum();
  }

  public long held() {
    return partitions.stream().mapToLong(PartitionMark::held).sum();
  }

  /** The slot that entries made under the current mapping version get. */
  public int slotFor(long version) {
    for (MappingVersion live : versions) {
      if (live.version() == version) {
        return live.slot();
      }
    }
    for (int slot = 0; slot < HeldSummary.VERSIONS_MAX; slot++) {
      int wanted = slot;
      if (versions.stream().noneMatch(live -> live.slot() == wanted)) {
        return slot;
      }
    }
    // Entries of the version that gives way match nothing any more, for the version is part of
    // the fingerprint's seed: their rows are sent once more.
    return versions.getFirst().slot();
  }

  /** The versions of the next generation: those that entries still name, and the current one. */
  public static List<MappingVersion> next(
      List<MappingVersion> before, MappingVersion current, List<PartitionMark> partitions) {
    List<MappingVersion> next = new ArrayList<>();
    for (MappingVersion live : before) {
      boolean named = partitions.stream().anyMatch(mark -> mark.bySlot().get(live.slot()) > 0);
      if (named && live.slot() != current.slot()) {
        next.add(live);
      }
    }
    next.add(current);
    return next;
  }

  public HeldSummary summary() {
    return new HeldSummary(
        held(),
        lastRead,
        versions.stream()
            .map(v -> new HeldSummary.LiveVersion(v.slot(), v.version(), v.definition()))
            .toList(),
        keyTags);
  }
}
