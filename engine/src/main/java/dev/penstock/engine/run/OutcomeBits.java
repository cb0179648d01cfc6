package dev.penstock.engine.run;

import dev.penstock.engine.diff.PlanOutcomes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What became of each change of a run: two bits a change and one more while it is in doubt. Knows
 * which chunks the ledger has not seen yet. Used by the run's coordinator.
 */
final class OutcomeBits implements PlanOutcomes {
  private static final int PER_BYTE = 4;
  private static final byte[] EMPTY = new byte[0];

  private final List<byte[]> chunks = new ArrayList<>();
  private final BitSet dirty = new BitSet();
  private final BitSet doubt = new BitSet();

  /** Takes over what the ledger kept of an earlier attempt. */
  void restore(OutcomeChunk chunk) {
    reserve(chunk.number());
    chunks.set(chunk.number(), chunk.bits().clone());
  }

  void set(long sequence, Disposition disposition) {
    int number = chunk(sequence);
    reserve(number);
    byte[] bits = chunks.get(number);
    if (bits.length == 0) {
      bits = new byte[OutcomeChunk.BYTES];
      chunks.set(number, bits);
    }
    int within = (int) (sequence % OutcomeChunk.SIZE);
    int shift = within % PER_BYTE * 2;
    int others = bits[within / PER_BYTE] & ~(3 << shift);
    bits[within / PER_BYTE] = (byte) (others | (disposition.code() << shift));
    dirty.set(number);
  }

  void doubt(long sequence) {
    doubt.set(Math.toIntExact(sequence));
  }

  @Override
  public Disposition of(long sequence) {
    int number = chunk(sequence);
    if (number >= chunks.size() || chunks.get(number).length == 0) {
      return Disposition.NONE;
    }
    int within = (int) (sequence % OutcomeChunk.SIZE);
    int code = (chunks.get(number)[within / PER_BYTE] >>> (within % PER_BYTE * 2)) & 3;
    return Disposition.of(code);
  }

  @Override
  public boolean inDoubt(long sequence) {
    return doubt.get(Math.toIntExact(sequence));
  }

  /** The chunks that changed since the last call. */
  List<OutcomeChunk> takeDirty() {
    List<OutcomeChunk> taken = new ArrayList<>();
    for (int i = dirty.nextSetBit(0); i >= 0; i = dirty.nextSetBit(i + 1)) {
      taken.add(new OutcomeChunk(i, chunks.get(i).clone()));
    }
    dirty.clear();
    return taken;
  }

  private static int chunk(long sequence) {
    return Math.toIntExact(sequence / OutcomeChunk.SIZE);
  }

  private void reserve(int number) {
    while (chunks.size() <= number) {
      chunks.add(EMPTY);
    }
  }
}
