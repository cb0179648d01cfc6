package dev.penstock.storage.held;

import dev.penstock.storage.disk.BigEndian;
import dev.penstock.storage.disk.Disk;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Appends to a file in blocks and keeps a CRC32C of each. Used by one thread. */
final class SummedFile {
  /** What one sum covers: small enough to name the damage, large enough to cost nothing. */
  static final int BLOCK = 64 << 10;

  private final Disk.Appender file;
  private final byte[] block;
  private int filled;
  private long written;
  private int[] sums = new int[16];
  private int sumCount;

  SummedFile(Disk.Appender file, byte[] block) {
    this.file = file;
    this.block = block;
  }

  long position() {
    return written + filled;
  }

  void put(byte[] bytes, int offset, int length) {
    int from = offset;
    int rest = length;
    while (rest > 0) {
      int now = Math.min(rest, BLOCK - filled);
      System.arraycopy(bytes, from, block, filled, now);
      advance(now);
      from += now;
      rest -= now;
    }
  }

  void putByte(int value) {
    block[filled] = (byte) value;
    advance(1);
  }

  void zeros(long count) {
    long rest = count;
    while (rest > 0) {
      int now = (int) Math.min(rest, BLOCK - filled);
      Arrays.fill(block, filled, filled + now, (byte) 0);
      advance(now);
      rest -= now;
    }
  }

  private void advance(int count) {
    filled += count;
    if (filled == BLOCK) {
      flush();
    }
  }

  private void flush() {
    if (filled == 0) {
      return;
    }
    var crc = new CRC32C();
    crc.update(block, 0, filled);
    if (sumCount == sums.length) {
      sums = Arrays.copyOf(sums, sumCount * 2);
    }
    sums[sumCount++] = (int) crc.getValue();
    file.append(block, 0, filled);
    written += filled;
    filled = 0;
  }

  /** Ends the last block; the sums follow it in the file. Returns the sum of the sums. */
  int finish() {
    flush();
    byte[] all = new byte[sumCount * Integer.BYTES];
    for (int i = 0; i < sumCount; i++) {
      BigEndian.putInt(all, i * Integer.BYTES, sums[i]);
    }
    file.append(all, 0, all.length);
    var crc = new CRC32C();
    crc.update(all);
    return (int) crc.getValue();
  }
}
