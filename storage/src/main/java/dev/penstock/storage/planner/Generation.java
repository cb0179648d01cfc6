package dev.penstock.storage.planner;

import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.held.HeldFiles;
import dev.penstock.storage.held.Manifest;

/**
 * The generation that is being written. Immutable.
 *
 * @param before the one that it follows
 * @param bits how many bits of a hash name a partition, not fewer than before
 * @param slot what its entries call their mapping version
 */
record Generation(Disk disk, Crashpoint crashpoint, Manifest before, int bits, int slot) {
  long number() {
    return before.generation() + 1;
  }

  HeldFiles files() {
    return new HeldFiles(before.state());
  }

  void partitionWritten() {
    crashpoint.at(Crashpoint.Moment.SETTLE_PARTITION);
  }
}
