package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.ChangeId;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowKey;
import java.time.Instant;

/**
 * An open dead letter or discard, as the planner needs it.
 *
 * @param row the key's values
 * @param notBefore when an automatic retry is due; {@link Instant#MAX} when none is
 * @param discarded a person said that it is not to be tried again until it changes
 * @param forever discarded for good, whatever the row becomes
 * @param origin see {@link DeadLetter#origin()}
 */
public record ParkedLetter(
    KeyHash key,
    RowKey row,
    Kind kind,
    Fingerprint target,
    Instant notBefore,
    boolean discarded,
    boolean forever,
    long origin) {
  /** What the change is called at every attempt. */
  ChangeId change() {
    return new Delivery(0, key, kind, target, origin).change();
  }
}
