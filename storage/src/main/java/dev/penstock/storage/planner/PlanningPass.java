package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.Diff;
import dev.penstock.engine.diff.Held;
import dev.penstock.engine.diff.Parked;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowHasher;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.engine.row.Tag;
import dev.penstock.storage.held.HeldIndex;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.Partition;
import dev.penstock.storage.plan.KeyIndexWriter;
import dev.penstock.storage.plan.KeyRecord;
import dev.penstock.storage.plan.RowsWriter;

/**
 * Reads an extract once and compares each row with the held index. A row that is unchanged is
 * marked as seen and leaves nothing behind. Used by one thread.
 */
final class PlanningPass {
  /** Rows between two reports of progress, which are also the moments to stop a run. */
  private static final int PROGRESS_ROWS = 1024;

  private static final long NO_SEQUENCE = -1;

  private enum KeyState {
    READABLE,
    BLANK,
    UNREPRESENTABLE,
    OVERSIZE
  }

  private final PlanRequest request;
  private final Diff diff;
  private final Columns columns;
  private final KeyText keyText;
  private final HeldIndex index;
  private final RowsWriter rows;
  private final KeyIndexWriter keys;
  private final Tally tally;
  private final Fingerprinter fingerprints;
  private final RowHasher hasher;
  private final OlderVersions older;
  private final CellBounds bounds;
  private final boolean hashesWholeRow;
  private final boolean wantsBounds;

  PlanningPass(
      PlanRequest request,
      PlanLayout layout,
      Manifest manifest,
      HeldIndex index,
      PlanOutput output) {
    this.request = request;
    this.index = index;
    diff = request.diff();
    columns = layout.extracted();
    keyText = output.keyText();
    rows = output.rows();
    keys = output.keys();
    tally = output.tally();
    fingerprints =
        new Fingerprinter(
            request.state().seed(), request.mapping().version(), columns, layout.printed());
    hasher = fingerprints.hasher();
    older = new OlderVersions(request, manifest, columns);
    bounds = new CellBounds(columns.size());
    hashesWholeRow = fingerprints.isPrefix() && columns.currentCount() == columns.size();
    wantsBounds = !hashesWholeRow || older.any();
  }

  /** Reads to the end; the extract is complete when this returns. */
  void read(Extraction extraction) {
    var row = new RowWriter(request.limits());
    while (extraction.next(row)) {
      if (tally.row() % PROGRESS_ROWS == 0) {
        request.progress().accept(tally.read());
      }
      if (row.cells() != columns.size()) {
        throw new IllegalStateException("the extraction wrote a row of another layout");
      }
      take(row);
    }
    request.progress().accept(tally.read());
    if (extraction.rowsSent() != tally.read()) {
      throw new PenstockException(
          ErrorCode.SOURCE_UNAVAILABLE,
          "The extract of run "
              + request.run()
              + " broke off: "
              + tally.read()
              + " rows arrived of "
              + extraction.rowsSent()
              + " that the source sent. Nothing was planned; run again.");
    }
  }

  private void take(RowWriter row) {
    if (row.keyNull()) {
      tally.nullKey(columns.get(0).name());
      return;
    }
    switch (keyState(row)) {
      case READABLE -> takeKey(row, hasher.key(row.array(), 0, row.keySize()));
      case BLANK -> {
        tally.emptyKey(keyText.of(row.array(), row.keySize()));
        takeKey(row, hasher.key(row.array(), 0, row.keySize()));
      }
      case UNREPRESENTABLE -> tally.unreadableKey();
      case OVERSIZE -> tally.oversizeKey();
    }
  }

  /** A cell over its limit is not in the buffer, so the key of such a row may come out short. */
  private KeyState keyState(RowWriter row) {
    int size = row.keySize();
    if (row.keyOversize() || size > KeyRecord.KEY_BYTES_MAX) {
      return KeyState.OVERSIZE;
    }
    byte[] bytes = row.array();
    int at = 0;
    boolean blank = false;
    for (int i = 0; i < columns.keyCount() && at >= 0 && at < size; i++) {
      if (bytes[at] == Tag.UNREPRESENTABLE.number()) {
        return KeyState.UNREPRESENTABLE;
      }
      int end = CellBounds.cellEnd(bytes, at, size);
      blank |= isBlank(bytes, at, end);
      at = end;
      if (at == size && i == columns.keyCount() - 1) {
        return blank ? KeyState.BLANK : KeyState.READABLE;
      }
    }
    return KeyState.OVERSIZE;
  }

  /** Looks at short texts only: one of blanks that is longer than 127 bytes is not told. */
  private static boolean isBlank(byte[] bytes, int from, int end) {
    if (bytes[from] != Tag.TEXT.number() || end < 0 || end - from - 2 != bytes[from + 1]) {
      return false;
    }
    int at = from + 2;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return at == end;
  }

  private void takeKey(RowWriter row, KeyHash key) {
    int part = index.partitionOf(key.high());
    Partition partition = index.partition(part);
    int place = partition.find(key.high(), key.low());
    if (place >= 0 && !index.see(part, place)) {
      record(key, KeyRecord.AGAIN, NO_SEQUENCE, Fingerprint.ABSENT, row);
      return;
    }
    if (row.oversize()) {
      tally.oversizeRow(keyText.of(row.array(), row.keySize()));
      record(key, KeyRecord.OVERSIZE, NO_SEQUENCE, Fingerprint.ABSENT, row);
      return;
    }
    Held held = Held.NOTHING;
    if (place >= 0) {
      Fingerprint confirmed =
          new Fingerprint(partition.printHigh(place), partition.printLow(place));
      held = Held.of(confirmed, partition.flags(place));
    }
    if (wantsBounds) {
      bounds.find(row.array(), row.size());
    }
    Fingerprint target =
        hashesWholeRow
            ? hasher.row(row.array(), 0, row.size())
            : fingerprints.of(row.array(), bounds);
    Parked parked = request.parked().of(key);
    held = held.beside(parked);
    Decision decision = decide(row, held, target, parked);
    if (parked.arrived()) {
      confirm(part, key, decision, parked);
      return;
    }
    tally.count(decision);
    if (decision != Decision.UNCHANGED) {
      index.rely(part);
      write(row, key, held, place >= 0, target, decision, parked);
    }
  }

  /** Held state moves to what arrived, whatever the row is by now; a later run sees to that. */
  private void confirm(int part, KeyHash key, Decision decision, Parked parked) {
    tally.count(Decision.SETTLE);
    index.rely(part);
    keys.add(
        key.high(),
        key.low(),
        decision.code(),
        NO_SEQUENCE,
        parked.target().high(),
        parked.target().low());
  }

  private Decision decide(RowWriter row, Held held, Fingerprint target, Parked parked) {
    Fingerprint confirmed = held.confirmed();
    boolean same = target.high() == confirmed.high() && target.low() == confirmed.low();
    boolean samePayload =
        !same
            && !held.absent()
            && !held.doubt()
            && older.any()
            && older.samePayload(held, row.array(), row.size(), bounds);
    return diff.present(held, target, same, samePayload, parked);
  }

  private void write(
      RowWriter row,
      KeyHash key,
      Held held,
      boolean known,
      Fingerprint target,
      Decision decision,
      Parked parked) {
    long sequence = NO_SEQUENCE;
    if (decision.isSent()) {
      int size = hashesWholeRow ? row.size() : currentEnd();
      sequence =
          rows.append(
              decision, key.high(), key.low(), target.high(), target.low(), row.array(), 0, size);
    }
    int code = decision.code();
    if (decision == Decision.SETTLE && held.parked() && parked.forever()) {
      code |= KeyRecord.STAYS_PARKED;
    }
    if (known) {
      keys.add(key.high(), key.low(), code, sequence, target.high(), target.low());
      return;
    }
    record(key, code, sequence, target, row);
  }

  /** Columns that only older mapping versions use are not part of the plan. */
  private int currentEnd() {
    return bounds.end(columns.currentCount() - 1);
  }

  private void record(KeyHash key, int code, long sequence, Fingerprint target, RowWriter row) {
    keys.add(
        key.high(),
        key.low(),
        code,
        sequence,
        target.high(),
        target.low(),
        row.array(),
        0,
        row.keySize());
  }
}
