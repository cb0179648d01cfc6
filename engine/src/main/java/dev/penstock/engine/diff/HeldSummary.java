package dev.penstock.engine.diff;

import java.util.List;

/**
 * What a generation of held state says about itself.
 *
 * @param held how many keys the destination is known to hold
 * @param lastRead how many rows the extract had that it was made from
 * @param versions the mapping versions that entries may be made under
 * @param keyTags the canonical kind of each key column, as {@code Tag} names, in key order; empty
 *     in generation 0
 */
public record HeldSummary(
    long held, long lastRead, List<LiveVersion> versions, List<String> keyTags) {
  /** As many mapping versions as entries can tell apart. */
  public static final int VERSIONS_MAX = 8;

  public HeldSummary {
    versions = List.copyOf(versions);
    keyTags = List.copyOf(keyTags);
  }

  /** A mapping version with the slot under which entries name it. */
  public record LiveVersion(int slot, long version, String definition) {}
}
