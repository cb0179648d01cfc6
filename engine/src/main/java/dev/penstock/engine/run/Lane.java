package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A batch while it grows: records of one kind of change and their payloads. */
final class Lane {
  private final Kind kind;
  private final JsonWriter payloads = new JsonWriter();
  private List<Delivery> records = new ArrayList<>();
  private int[] ends = new int[16];
  private Instant due = Instant.EPOCH;

  Lane(Kind kind) {
    this.kind = kind;
    payloads.put('[');
  }

  /** Where the next record's payload is written: everything before it is a JSON array so far. */
  JsonWriter payloads() {
    return payloads;
  }

  int size() {
    return records.size();
  }

  /** How large the payloads are together, with one that was written and not added yet. */
  int bytes() {
    return payloads.size() - records.size() - 1;
  }

  /** Takes what was written since the last call as this record's payload. */
  void add(Delivery record, Instant notBefore) {
    if (ends.length == records.size()) {
      ends = Arrays.copyOf(ends, ends.length * 2);
    }
    ends[records.size()] = payloads.size();
    records.add(record);
    payloads.put(',');
    due = notBefore.isAfter(due) ? notBefore : due;
  }

  /** The records so far as a batch; what was written after them stays for the next. */
  Attempt seal(int number) {
    int size = ends[records.size() - 1] + 1;
    byte[] array = Arrays.copyOf(payloads.array(), size);
    array[size - 1] = ']';
    byte[] rest = Arrays.copyOfRange(payloads.array(), size, payloads.size());
    Batch batch = new Batch(number, kind, records, array, Arrays.copyOf(ends, records.size()));
    Attempt attempt = Attempt.first(batch, due);
    payloads.clear();
    payloads.put('[');
    payloads.raw(rest);
    records = new ArrayList<>(records.size());
    due = Instant.EPOCH;
    return attempt;
  }
}
