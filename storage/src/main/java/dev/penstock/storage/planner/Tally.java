package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.PlanSummary.OddRow;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.storage.plan.KeyRecord;
import java.util.ArrayList;
import java.util.List;

/** Counts what a plan holds while it is made. Used by one thread. */
final class Tally {
  /** A key's text in a sample; longer ones are cut, for people only need to recognise it. */
  private static final int TEXT_MAX = 200;

  private final long[] byDecision = new long[Decision.values().length];
  private final List<OddRow> samples = new ArrayList<>();
  private long read;
  private long nullKeys;
  private long duplicates;
  private long oversize;
  private long keysOversize;
  private long unreadable;
  private long gone;
  private long suppressedGone;
  private boolean emptyKey;

  long row() {
    return ++read;
  }

  long read() {
    return read;
  }

  void count(Decision decision) {
    byDecision[decision.code()]++;
  }

  void nullKey(String column) {
    nullKeys++;
    sample(ErrorCode.KEY_NULL, "row " + read + ", column " + column);
  }

  /** The row is sent; one sample says enough, and it is taken even when there are many others. */
  void emptyKey(String key) {
    if (!emptyKey) {
      emptyKey = true;
      add(OddRow.KEY_EMPTY, key);
    }
  }

  void unreadableKey() {
    unreadable++;
    sample(ErrorCode.UNREPRESENTABLE, "row " + read);
  }

  void oversizeKey() {
    keysOversize++;
    sample(ErrorCode.ROW_OVERSIZE, "row " + read + ", its key");
  }

  void oversizeRow(String key) {
    oversize++;
    sample(ErrorCode.ROW_OVERSIZE, key);
  }

  /** Takes back what was counted for a row whose key turned out to occur more than once. */
  void takeBack(int code) {
    if (code == KeyRecord.OVERSIZE) {
      oversize--;
      return;
    }
    byDecision[code & ~KeyRecord.STAYS_PARKED]--;
  }

  void duplicates(long rows, String key) {
    duplicates += rows;
    sample(ErrorCode.KEY_DUPLICATE, key);
  }

  boolean wantsSamples() {
    return samples.size() < PlanSummary.SAMPLES_MAX;
  }

  private void sample(ErrorCode code, String key) {
    if (wantsSamples()) {
      add(code.name(), key);
    }
  }

  private void add(String code, String key) {
    String text = key.length() > TEXT_MAX ? key.substring(0, TEXT_MAX) + "…" : key;
    samples.add(new OddRow(code, text));
  }

  void gone() {
    gone++;
  }

  void suppressedGone() {
    suppressedGone++;
  }

  /** Whether every row's key could be read, so that a key without a row is truly gone. */
  boolean keysAreReadable() {
    return unreadable == 0 && keysOversize == 0;
  }

  PlanSummary summary(long heldBefore, boolean whole) {
    return new PlanSummary(
        read,
        of(Decision.ADDED),
        of(Decision.UPDATED),
        of(Decision.UNSETTLED_ADDED),
        of(Decision.UNSETTLED_UPDATED),
        of(Decision.DELETED),
        of(Decision.UNCHANGED) + of(Decision.UNCHANGED_UNPARK),
        of(Decision.SETTLE),
        of(Decision.SUPPRESSED),
        suppressedGone,
        nullKeys,
        duplicates,
        oversize + keysOversize,
        unreadable,
        gone,
        heldBefore,
        whole,
        samples);
  }

  private long of(Decision decision) {
    return byDecision[decision.code()];
  }
}
