package dev.penstock.engine.deliver;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;

/**
 * One mapped record on its way, without its payload, which lies in the batch.
 *
 * @param sequence its number in the plan
 * @param origin a hash of the state and of the run that first planned the change
 */
public record Delivery(long sequence, KeyHash key, Kind kind, Fingerprint target, long origin) {
  /** What it is called at every attempt; computed anew each time, because few ask. */
  public ChangeId change() {
    return ChangeId.of(this);
  }
}
