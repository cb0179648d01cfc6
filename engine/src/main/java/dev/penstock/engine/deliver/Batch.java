package dev.penstock.engine.deliver;

import dev.penstock.engine.change.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What goes out in one request: records of one kind of change, in plan order, with their payloads
 * as one JSON array, which most tools take as it is. Immutable by agreement: nobody writes to the
 * arrays.
 *
 * @param number unique within the run; a divided batch gives new numbers
 * @param kind what all its records do
 * @param records the records, without payloads
 * @param payloads a JSON array without spaces
 * @param ends where each record's payload ends in {@code payloads}, exclusive
 */
public record Batch(int number, Kind kind, List<Delivery> records, byte[] payloads, int[] ends) {
  /** A batch of payloads that lie apart. */
  public static Batch of(int number, Kind kind, List<Delivery> records, List<byte[]> payloads) {
    int size = Math.max(1, payloads.size()) + 1;
    for (byte[] payload : payloads) {
      size += payload.length;
    }
    byte[] array = new byte[size];
    int[] ends = new int[payloads.size()];
    int at = 0;
    array[at++] = '[';
    for (int i = 0; i < ends.length; i++) {
      byte[] payload = payloads.get(i);
      System.arraycopy(payload, 0, array, at, payload.length);
      at += payload.length;
      ends[i] = at;
      array[at++] = ',';
    }
    array[size - 1] = ']';
    return new Batch(number, kind, records, array, ends);
  }

  public int size() {
    return records.size();
  }

  /** Where the payload of a record begins. */
  public int start(int index) {
    return index == 0 ? 1 : ends[index - 1] + 1;
  }

  /** What the payloads alone amount to. */
  public int bytes() {
    return payloads.length - Math.max(1, ends.length) - 1;
  }

  public byte[] payload(int index) {
    return Arrays.copyOfRange(payloads, start(index), ends[index]);
  }

  /** The records at these positions as a batch of their own. */
  public Batch part(int newNumber, int[] indexes) {
    List<Delivery> chosen = new ArrayList<>(indexes.length);
    List<byte[]> chosenPayloads = new ArrayList<>(indexes.length);
    for (int index : indexes) {
      chosen.add(records.get(index));
      chosenPayloads.add(payload(index));
    }
    return of(newNumber, kind, List.copyOf(chosen), chosenPayloads);
  }

  /** Stable for the same records within the run, for destinations with a key per request. */
  public ChangeId key() {
    return ChangeId.of(records);
  }
}
