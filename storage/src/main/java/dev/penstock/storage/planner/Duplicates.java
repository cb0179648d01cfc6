package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Decision;
import dev.penstock.storage.plan.KeyIndex;
import dev.penstock.storage.plan.KeyRecord;
import java.lang.foreign.MemorySegment;

/**
 * Finds keys that occur more than once and takes all their rows back: which of them is right nobody
 * knows. What is held under such a key stays.
 */
final class Duplicates {
  private final KeyIndex keys;
  private final PlanOutput output;

  Duplicates(KeyIndex keys, PlanOutput output) {
    this.keys = keys;
    this.output = output;
  }

  void retract() {
    for (int part = 0; part < KeyIndex.parts(); part++) {
      int count = keys.load(part);
      int from = 0;
      while (from < count) {
        int to = keys.groupEnd(from);
        if (to - from > 1 || keys.code(from) == KeyRecord.AGAIN) {
          retract(from, to);
        }
        from = to;
      }
    }
  }

  private void retract(int from, int to) {
    Tally tally = output.tally();
    boolean firstLeftNothing = true;
    String text = "";
    for (int i = from; i < to; i++) {
      int code = keys.code(i);
      if (code != KeyRecord.AGAIN) {
        tally.takeBack(code);
        firstLeftNothing = false;
      }
      if (keys.sequence(i) >= 0) {
        output.retracted().add(keys.sequence(i));
      }
      MemorySegment key = keys.key(i);
      if (text.isEmpty() && key.byteSize() > 0 && tally.wantsSamples()) {
        text = output.keyText().of(key);
      }
    }
    long rows = (long) to - from;
    if (firstLeftNothing) {
      tally.takeBack(Decision.UNCHANGED.code());
      rows++;
    }
    tally.duplicates(rows, text);
  }
}
