package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What earlier runs left behind for single keys: which run first planned a change, so that it keeps
 * its id, and how long a key must stay quiet, so that a late request cannot overwrite a newer one.
 * Few keys; empty in almost every run.
 */
final class Origins {
  private final long run;
  private final Map<KeyHash, Doubt> doubts = new HashMap<>();
  private final Map<KeyHash, ParkedLetter> letters = new HashMap<>();

  Origins(long run, List<Doubt> doubts, List<ParkedLetter> letters) {
    this.run = run;
    doubts.forEach(doubt -> this.doubts.put(doubt.key(), doubt));
    letters.forEach(letter -> this.letters.put(letter.key(), letter));
  }

  /** The number that the change's id is made from. */
  long of(KeyHash key, Kind kind, Fingerprint target) {
    if (doubts.isEmpty() && letters.isEmpty()) {
      return run;
    }
    Doubt doubt = doubts.get(key);
    if (doubt != null && doubt.kind() == kind && doubt.target().equals(target)) {
      return doubt.origin();
    }
    ParkedLetter letter = letters.get(key);
    if (letter != null && letter.kind() == kind && letter.target().equals(target)) {
      return letter.origin();
    }
    return run;
  }

  /** Before this nothing is sent for the key; the epoch when there is nothing to wait for. */
  Instant quietUntil(KeyHash key) {
    Doubt doubt = doubts.isEmpty() ? null : doubts.get(key);
    return doubt == null ? Instant.EPOCH : doubt.notBefore();
  }

  /** Whether an attempt of an earlier run may have arrived. */
  boolean inDoubt(KeyHash key) {
    Doubt doubt = doubts.isEmpty() ? null : doubts.get(key);
    return doubt != null && doubt.open();
  }

  /** Whether a dead letter of the key is open. */
  boolean hasLetter(KeyHash key) {
    return letters.containsKey(key);
  }
}
