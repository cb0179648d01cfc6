package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import dev.penstock.storage.plan.KeyIndex;
import dev.penstock.storage.plan.KeyRecord;
import java.lang.foreign.MemorySegment;

/**
 * Goes through some of a plan's keys in ascending order with what became of each, and stands only
 * on those whose entry changes: a run that delivered nothing rewrites nothing. Used by one thread.
 */
final class SettledKeys {
  private final KeyIndex keys;
  private final PlanOutcomes outcomes;
  private final SettleCounts counts;
  private final int endPart;
  private int part;
  private int count;
  private int record;
  private int next;
  private int code;
  private long hashHigh;
  private Decision decision = Decision.UNCHANGED;
  private Disposition disposition = Disposition.NONE;
  private boolean doubt;
  private boolean present;

  /** The keys in these parts of the index. */
  SettledKeys(
      KeyIndex keys, int firstPart, int endPart, PlanOutcomes outcomes, SettleCounts counts) {
    this.keys = keys;
    this.outcomes = outcomes;
    this.counts = counts;
    this.endPart = endPart;
    part = firstPart - 1;
    advance();
  }

  /** Whether it stands on a key; false after the last. */
  boolean isPresent() {
    return present;
  }

  void advance() {
    do {
      while (next >= count) {
        part++;
        if (part >= endPart) {
          present = false;
          return;
        }
        count = keys.load(part);
        next = 0;
      }
      record = next;
      next = keys.groupEnd(record);
    } while (!changes());
    hashHigh = keys.hashHigh(record);
    present = true;
  }

  private boolean changes() {
    code = keys.code(record);
    if (next - record > 1 || code == KeyRecord.AGAIN || code == KeyRecord.OVERSIZE) {
      return false;
    }
    decision = Decision.of(code & ~KeyRecord.STAYS_PARKED);
    disposition = Disposition.NONE;
    doubt = false;
    if (!decision.isSent()) {
      return decision != Decision.SUPPRESSED;
    }
    long sequence = keys.sequence(record);
    disposition = outcomes.of(sequence);
    doubt = outcomes.inDoubt(sequence);
    counts.sent(decision.kind(), disposition);
    return disposition != Disposition.NONE || doubt;
  }

  long hashHigh() {
    return hashHigh;
  }

  int hashLow() {
    return keys.hashLow(record);
  }

  Decision decision() {
    return decision;
  }

  boolean staysParked() {
    return (code & KeyRecord.STAYS_PARKED) != 0;
  }

  Disposition disposition() {
    return disposition;
  }

  boolean doubt() {
    return doubt;
  }

  long printHigh() {
    return keys.printHigh(record);
  }

  long printLow() {
    return keys.printLow(record);
  }

  MemorySegment key() {
    return keys.key(record);
  }
}
