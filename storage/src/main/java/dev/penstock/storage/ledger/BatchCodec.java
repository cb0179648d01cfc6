package dev.penstock.storage.ledger;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.run.OpenedBatch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Opened batches as bytes: varints of differences, so that neighbouring records cost a byte each.
 */
final class BatchCodec {
  private static final int PAYLOAD_BITS = 7;
  private static final int PAYLOAD = 0x7F;
  private static final int MORE = 0x80;

  private BatchCodec() {}

  static byte[] encode(List<OpenedBatch> batches) {
    var out = new ByteArrayOutputStream();
    long number = 0;
    long sequence = 0;
    put(out, batches.size());
    for (OpenedBatch batch : batches) {
      put(out, zigzag(batch.number() - number));
      number = batch.number();
      put(out, batch.kind().code());
      put(out, batch.sequences().length);
      for (long next : batch.sequences()) {
        put(out, zigzag(next - sequence));
        sequence = next;
      }
    }
    return out.toByteArray();
  }

  static List<OpenedBatch> decode(byte[] bytes) {
    var in = new Input(bytes);
    int count = Math.toIntExact(in.varint());
    List<OpenedBatch> batches = new ArrayList<>(count);
    long number = 0;
    long sequence = 0;
    for (int i = 0; i < count; i++) {
      number += in.signed();
      Kind kind = Kind.of(Math.toIntExact(in.varint()));
      long[] sequences = new long[Math.toIntExact(in.varint())];
      for (int j = 0; j < sequences.length; j++) {
        sequence += in.signed();
        sequences[j] = sequence;
      }
      batches.add(new OpenedBatch(Math.toIntExact(number), kind, sequences));
    }
    return batches;
  }

  private static void put(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~PAYLOAD) != 0) {
      out.write((int) (rest & PAYLOAD) | MORE);
      rest >>>= PAYLOAD_BITS;
    }
    out.write((int) rest);
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> (Long.SIZE - 1));
  }

  /** Reads varints one after the other. */
  private static final class Input {
    private final byte[] bytes;
    private int at;

    Input(byte[] bytes) {
      this.bytes = bytes;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; ; shift += PAYLOAD_BITS) {
        byte next = bytes[at++];
        value |= (long) (next & PAYLOAD) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    long signed() {
      long coded = varint();
      return (coded >>> 1) ^ -(coded & 1);
    }
  }
}
