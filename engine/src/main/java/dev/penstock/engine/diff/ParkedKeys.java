package dev.penstock.engine.diff;

import dev.penstock.engine.row.KeyHash;

/** The parked keys of a sync, few compared with its rows. Thread-safe for reading. */
@FunctionalInterface
public interface ParkedKeys {
  /** No key is parked. */
  ParkedKeys NONE = key -> Parked.NONE;

  /** Never null; {@link Parked#NONE} for a key that is not parked. */
  Parked of(KeyHash key);
}
