package dev.penstock.storage.ledger;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.OpenedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Opened batches as bytes: varints of differences. Records that follow each other in the plan are
 * one stretch, so that a batch of a first sync costs a few bytes.
 */
final class BatchCodec {
  /** Before anything else; what an earlier form began with was never zero. */
  private static final int FORMAT = 0;

  /** More records than a batch can have; more can only be damage. */
  private static final long RECORDS_MAX = 1 << 24;

  private static final int PAYLOAD_BITS = 7;
  private static final int PAYLOAD = 0x7F;
  private static final int MORE = 0x80;
  private static final int VARINT_MAX = 10; // bytes of 64 bits, 7 at a time

  private BatchCodec() {}

  static byte[] encode(List<OpenedBatch> batches) {
    var out = new Output();
    long number = 0;
    long sequence = 0;
    out.varint(FORMAT);
    out.varint(batches.size());
    for (OpenedBatch batch : batches) {
      out.varint(zigzag(batch.number() - number));
      number = batch.number();
      out.varint(batch.kind().code());
      long[] sequences = batch.sequences();
      out.varint(sequences.length);
      for (int from = 0; from < sequences.length; ) {
        int length = stretch(sequences, from);
        out.varint(zigzag(sequences[from] - sequence));
        out.varint(length);
        sequence = sequences[from] + length;
        from += length;
      }
    }
    return out.bytes();
  }

  /** How many numbers from here on follow each other. */
  private static int stretch(long[] sequences, int from) {
    int end = from + 1;
    while (end < sequences.length && sequences[end] == sequences[end - 1] + 1) {
      end++;
    }
    return end - from;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws PenstockException STATE_CORRUPT when it did not
   */
  static List<OpenedBatch> decode(byte[] bytes) {
    try {
      return read(new Input(bytes));
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException damage) {
      throw unreadable();
    }
  }

  private static List<OpenedBatch> read(Input in) {
    if (in.varint() != FORMAT) {
      throw unreadable();
    }
    int count = Math.toIntExact(in.varint());
    List<OpenedBatch> batches = new ArrayList<>();
    long number = 0;
    long sequence = 0;
    for (int i = 0; i < count; i++) {
      number += in.signed();
      Kind kind = Kind.of(Math.toIntExact(in.varint()));
      long length = in.varint();
      if (length < 0 || length > RECORDS_MAX) {
        throw unreadable();
      }
      long[] sequences = new long[(int) length];
      for (int filled = 0; filled < sequences.length; ) {
        sequence += in.signed();
        for (long left = in.varint(); left > 0; left--) {
          sequences[filled++] = sequence++;
        }
      }
      batches.add(new OpenedBatch(Math.toIntExact(number), kind, sequences));
    }
    return batches;
  }

  private static PenstockException unreadable() {
    return new PenstockException(
        ErrorCode.STATE_CORRUPT,
        "What an interrupted run had opened is in the ledger in a form that this release does not"
            + " read: it is damaged or of another release.");
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> (Long.SIZE - 1));
  }

  /** Writes varints one after the other. */
  private static final class Output {
    private byte[] bytes = new byte[1024];
    private int size;

    void varint(long value) {
      if (bytes.length - size < VARINT_MAX) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      long rest = value;
      while ((rest & ~PAYLOAD) != 0) {
        bytes[size++] = (byte) ((rest & PAYLOAD) | MORE);
        rest >>>= PAYLOAD_BITS;
      }
      bytes[size++] = (byte) rest;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, size);
    }
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
