package dev.penstock.engine.deliver;

import dev.penstock.engine.change.Kind;
import java.util.List;

/**
 * What goes out in one request: records of one kind of change, in plan order, with their payloads
 * one after the other in a single buffer. Immutable by agreement: nobody writes to the arrays.
 *
 * @param number unique within the run; a divided batch gives new numbers
 * @param kind what all its records do
 * @param records the records, without payloads
 * @param payloads JSON, back to back
 * @param ends where each record's payload ends in {@code payloads}, exclusive
 */
public record Batch(int number, Kind kind, List<Delivery> records, byte[] payloads, int[] ends) {
  public int size() {
    return records.size();
  }

  /** Where the payload of a record begins. */
  public int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  public int bytes() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  public byte[] payload(int index) {
    return java.util.Arrays.copyOfRange(payloads, start(index), ends[index]);
  }

  /** The records at these positions as a batch of their own. */
  public Batch part(int newNumber, int[] indexes) {
    int size = 0;
    for (int index : indexes) {
      size += ends[index] - start(index);
    }
    byte[] bytes = new byte[size];
    int[] newEnds = new int[indexes.length];
    var chosen = new java.util.ArrayList<Delivery>(indexes.length);
    int at = 0;
    for (int i = 0; i < indexes.length; i++) {
      int index = indexes[i];
      int length = ends[index] - start(index);
      System.arraycopy(payloads, start(index), bytes, at, length);
      at += length;
      newEnds[i] = at;
      chosen.add(records.get(index));
    }
    return new Batch(newNumber, kind, List.copyOf(chosen), bytes, newEnds);
  }

  /** Stable for the same records within the run, for destinations with a key per request. */
  public ChangeId key() {
    return ChangeId.of(records);
  }
}
