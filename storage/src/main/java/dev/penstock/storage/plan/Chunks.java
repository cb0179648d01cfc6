package dev.penstock.storage.plan;

import dev.penstock.storage.disk.Packer;
import dev.penstock.storage.disk.Unpacker;
import java.util.Arrays;

/** The directory of a key index: which stretches of the file belong to which part. */
final class Chunks {
  private int count;
  private long[] positions = new long[16];
  private int[] parts = new int[16];
  private int[] lengths = new int[16];
  private int[] records = new int[16];
  private int[] sums = new int[16];

  void add(int part, long position, int length, int recordCount, int sum) {
    if (count == positions.length) {
      grow(count * 2);
    }
    parts[count] = part;
    positions[count] = position;
    lengths[count] = length;
    records[count] = recordCount;
    sums[count] = sum;
    count++;
  }

  private void grow(int size) {
    positions = Arrays.copyOf(positions, size);
    parts = Arrays.copyOf(parts, size);
    lengths = Arrays.copyOf(lengths, size);
    records = Arrays.copyOf(records, size);
    sums = Arrays.copyOf(sums, size);
  }

  Chunks copy() {
    Chunks copy = new Chunks();
    copy.count = count;
    copy.positions = positions.clone();
    copy.parts = parts.clone();
    copy.lengths = lengths.clone();
    copy.records = records.clone();
    copy.sums = sums.clone();
    return copy;
  }

  int count() {
    return count;
  }

  int part(int chunk) {
    return parts[chunk];
  }

  long position(int chunk) {
    return positions[chunk];
  }

  int length(int chunk) {
    return lengths[chunk];
  }

  int records(int chunk) {
    return records[chunk];
  }

  int sum(int chunk) {
    return sums[chunk];
  }

  void pack(Packer fields) {
    fields.small(count);
    for (int i = 0; i < count; i++) {
      fields
          .small(parts[i])
          .number(positions[i])
          .small(lengths[i])
          .small(records[i])
          .small(sums[i]);
    }
  }

  static Chunks unpack(Unpacker fields) {
    Chunks chunks = new Chunks();
    int count = fields.count();
    chunks.grow(Math.max(1, count));
    for (int i = 0; i < count; i++) {
      chunks.add(fields.small(), fields.number(), fields.small(), fields.small(), fields.small());
    }
    return chunks;
  }
}
