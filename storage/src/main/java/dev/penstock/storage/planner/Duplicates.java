package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Decision;
import dev.penstock.storage.plan.KeyIndex;
import dev.penstock.storage.plan.KeyRecord;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Finds keys that occur more than once and takes all their rows back: which of them is right nobody
 * knows. What is held under such a key stays.
 */
final class Duplicates {
  private final KeyIndex keys;
  private final PlanOutput output;
  private final int workers;

  /**
   * @param workers how many threads may look at once, a power of two
   */
  Duplicates(KeyIndex keys, PlanOutput output, int workers) {
    this.keys = keys;
    this.output = output;
    this.workers = workers;
  }

  void retract() {
    List<Callable<List<Integer>>> shares = new ArrayList<>();
    for (int share = 0; share < workers; share++) {
      int first = share * KeyIndex.parts() / workers;
      int end = (share + 1) * KeyIndex.parts() / workers;
      shares.add(() -> suspiciousParts(keys.another(), first, end));
    }
    InParallel.all(shares).forEach(parts -> parts.forEach(this::retract));
  }

  private static List<Integer> suspiciousParts(KeyIndex keys, int first, int end) {
    List<Integer> found = new ArrayList<>();
    for (int part = first; part < end; part++) {
      keys.load(part);
      if (keys.mayHaveDuplicates()) {
        found.add(part);
      }
    }
    return found;
  }

  private static boolean isDuplicate(KeyIndex keys, int from, int to) {
    return to - from > 1 || keys.code(from) == KeyRecord.AGAIN;
  }

  private void retract(int part) {
    int count = keys.load(part);
    int from = 0;
    while (from < count) {
      int to = keys.groupEnd(from);
      if (isDuplicate(keys, from, to)) {
        retract(from, to);
      }
      from = to;
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
