package dev.penstock.engine.run;

import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.row.KeyHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attempts of a run that may have arrived without an answer, together with what earlier runs
 * left in doubt. Used by the run's coordinator.
 */
final class DoubtBook {
  private final Duration waiting;
  private final Map<KeyHash, Doubt> doubts = new HashMap<>();
  private Map<KeyHash, Doubt> unsaved = new LinkedHashMap<>();

  /**
   * @param waiting how long after an attempt it may still take effect
   */
  DoubtBook(List<Doubt> earlier, Duration waiting) {
    this.waiting = waiting;
    earlier.forEach(doubt -> doubts.put(doubt.key(), doubt));
  }

  void unknown(Delivery record, Instant now) {
    put(
        new Doubt(
            record.key(),
            record.kind(),
            record.target(),
            now.plus(waiting),
            record.origin(),
            true));
  }

  private void put(Doubt doubt) {
    doubts.put(doubt.key(), doubt);
    unsaved.put(doubt.key(), doubt);
  }

  /**
   * What changed since the last call. It is committed with the outcomes: a process that dies after
   * a retry was confirmed must not take the knowledge of the first attempt with it.
   */
  List<Doubt> take() {
    List<Doubt> taken = List.copyOf(unsaved.values());
    unsaved = new LinkedHashMap<>();
    return taken;
  }

  /** Whether an attempt for the key may have arrived and none was confirmed since. */
  boolean isOpen(KeyHash key) {
    Doubt doubt = doubts.isEmpty() ? null : doubts.get(key);
    return doubt != null && doubt.open();
  }

  /** A later attempt was confirmed: only the waiting time is left. */
  void confirmed(KeyHash key, Instant now) {
    Doubt doubt = doubts.isEmpty() ? null : doubts.get(key);
    if (doubt == null) {
      return;
    }
    if (doubt.notBefore().isAfter(now)) {
      put(new Doubt(key, doubt.kind(), doubt.target(), doubt.notBefore(), doubt.origin(), false));
    } else {
      doubts.remove(key);
    }
  }

  /** What is to be remembered at the end of the run. */
  List<Doubt> rest(Instant now) {
    List<Doubt> rest = new ArrayList<>(doubts.values());
    rest.removeIf(doubt -> !doubt.open() && !doubt.notBefore().isAfter(now));
    return rest;
  }
}
