package dev.penstock.storage.plan;

import dev.penstock.storage.disk.Packer;
import dev.penstock.storage.disk.Unpacker;
import java.util.Arrays;

/** Sequence numbers of a plan, one bit each; empty costs nothing. Used by one thread to change. */
public final class SequenceSet {
  private long[] words = new long[0];

  public void add(long sequence) {
    int word = Math.toIntExact(sequence >>> 6);
    if (word >= words.length) {
      words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
    }
    words[word] |= 1L << sequence;
  }

  public boolean contains(long sequence) {
    long word = sequence >>> 6;
    return word < words.length && (words[(int) word] & 1L << sequence) != 0;
  }

  void pack(Packer fields) {
    fields.small(words.length);
    for (long word : words) {
      fields.number(word);
    }
  }

  static SequenceSet unpack(Unpacker fields) {
    var set = new SequenceSet();
    set.words = new long[fields.count()];
    for (int i = 0; i < set.words.length; i++) {
      set.words[i] = fields.number();
    }
    return set;
  }
}
