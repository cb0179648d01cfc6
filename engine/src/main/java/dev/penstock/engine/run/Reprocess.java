package dev.penstock.engine.run;

import dev.penstock.engine.row.RowKey;
import java.util.Set;

/**
 * A run that is about the dead letters of some keys only: it reads their rows as they are now, and
 * nothing else of the model.
 *
 * @param keys whose open letters are meant; a key without one is left alone
 * @param evenUnchanged rows that are what was refused before are sent too: the destination was
 *     mended
 */
public record Reprocess(Set<RowKey> keys, boolean evenUnchanged) {
  /** More keys in one query make it slow to plan; who has more makes several runs. */
  public static final int KEYS_MAX = 1000;

  public Reprocess {
    keys = Set.copyOf(keys);
    if (keys.size() > KEYS_MAX) {
      throw new IllegalArgumentException("a run reprocesses at most " + KEYS_MAX + " keys");
    }
  }
}
