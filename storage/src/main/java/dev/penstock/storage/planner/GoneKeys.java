package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.Held;
import dev.penstock.engine.diff.Parked;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.storage.held.Entries;
import dev.penstock.storage.held.HeldIndex;
import dev.penstock.storage.plan.KeyRecord;

/**
 * Plans what happens to held keys that a complete extract does not have any more: a whole one of
 * all keys, else those that it was asked for.
 */
final class GoneKeys {
  private final PlanRequest request;
  private final HeldIndex index;
  private final PlanOutput output;

  GoneKeys(PlanRequest request, HeldIndex index, PlanOutput output) {
    this.request = request;
    this.index = index;
    this.output = output;
  }

  /** The partitions' sums were checked: nothing is deleted on the word of a damaged file. */
  void plan() {
    for (int part = 0; part < index.partitions(); part++) {
      if (index.allSeen(part)) {
        continue;
      }
      Entries entries = index.partition(part).entries();
      while (entries.next()) {
        if (!index.seen(part, entries.place()) && isMeant(entries)) {
          plan(entries);
        }
      }
    }
  }

  private boolean isMeant(Entries entry) {
    return request.whole() || request.wanted().contains(entry.hash());
  }

  private void plan(Entries entry) {
    Parked parked = request.parked().of(entry.hash());
    Held held = entry.held().beside(parked);
    Decision decision = request.diff().gone(held, parked);
    if (!held.absent() || held.doubt()) {
      output.tally().gone();
    }
    switch (decision) {
      case DELETED -> delete(entry);
      case DROP -> drop(entry, held, parked);
      case SETTLE -> settle(entry, parked.target());
      case SUPPRESSED -> output.tally().suppressedGone();
      case UNCHANGED, UNCHANGED_UNPARK, ADDED, UPDATED, UNSETTLED_ADDED, UNSETTLED_UPDATED ->
          throw new IllegalStateException(decision + " is no answer to a row that is gone");
    }
  }

  private void delete(Entries entry) {
    byte[] key = entry.keyBytes();
    long high = entry.hashHigh();
    int low = entry.hashLow();
    Fingerprint absent = Fingerprint.ABSENT;
    long sequence =
        output
            .rows()
            .append(Decision.DELETED, high, low, absent.high(), absent.low(), key, 0, key.length);
    output.tally().count(Decision.DELETED);
    output.keys().add(high, low, Decision.DELETED.code(), sequence, absent.high(), absent.low());
  }

  /** A person confirmed what was sent before the row went. */
  private void settle(Entries entry, Fingerprint target) {
    output
        .keys()
        .add(
            entry.hashHigh(),
            entry.hashLow(),
            Decision.SETTLE.code(),
            -1,
            target.high(),
            target.low());
  }

  /** What a person said about a key for good outlives its row. */
  private void drop(Entries entry, Held held, Parked parked) {
    boolean stays = held.parked() && parked.forever();
    if (stays && held.absent() && !held.doubt()) {
      return;
    }
    int code = Decision.DROP.code() | (stays ? KeyRecord.STAYS_PARKED : 0);
    output.keys().add(entry.hashHigh(), entry.hashLow(), code, -1, 0, 0);
  }
}
