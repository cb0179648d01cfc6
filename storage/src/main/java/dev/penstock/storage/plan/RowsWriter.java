package dev.penstock.storage.plan;

import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.storage.disk.BigEndian;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.disk.SealedPart;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Writes the changed rows of a plan, in blocks. Used by one thread. */
public final class RowsWriter implements AutoCloseable {
  /** Name, first sequence, count, length of the records, sum. */
  static final int BLOCK_HEAD = 24;

  static final int BLOCK_NAME = 'P' << 24 | 'S' << 16 | 'K' << 8 | 'B';

  /** Decision, key hash, target fingerprint; the row's length and the row follow. */
  static final int RECORD_HEAD = 29;

  private static final int LENGTH_BYTES_MAX = 5;

  private final Disk.Appender file;
  private final int blockBytes;
  private byte[] block;
  private int filled = BLOCK_HEAD;
  private int count;
  private long next;
  private long position;

  public RowsWriter(Disk disk, PlanFiles files, PlanHeader header, int blockBytes) {
    this.blockBytes = blockBytes;
    block = new byte[Math.min(blockBytes, 1 << 12)];
    file = disk.create(files.rows());
    byte[] head = SealedPart.seal(PlanHeader.NAME, PlanHeader.VERSION, header.pack());
    file.append(head, 0, head.length);
    position = head.length;
  }

  /** How many sequence numbers were given so far. */
  public long end() {
    return next;
  }

  /** Appends a change and returns its sequence number. */
  public long append(
      Decision decision,
      long high,
      int low,
      long printHigh,
      long printLow,
      byte[] row,
      int offset,
      int length) {
    int most = RECORD_HEAD + LENGTH_BYTES_MAX + length;
    if (count > 0 && filled + most > blockBytes) {
      flush();
    }
    if (filled + most > block.length) {
      block = Arrays.copyOf(block, Math.max(filled + most, Math.min(blockBytes, filled * 2)));
    }
    block[filled] = (byte) decision.code();
    BigEndian.putLong(block, filled + 1, high);
    BigEndian.putInt(block, filled + 9, low);
    BigEndian.putLong(block, filled + 13, printHigh);
    BigEndian.putLong(block, filled + 21, printLow);
    filled += RECORD_HEAD;
    int rest = length;
    while (rest >= 0x80) {
      block[filled++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    block[filled++] = (byte) rest;
    System.arraycopy(row, offset, block, filled, length);
    filled += length;
    count++;
    return next++;
  }

  private void flush() {
    if (count == 0) {
      return;
    }
    BigEndian.putInt(block, 0, BLOCK_NAME);
    BigEndian.putLong(block, 4, next - count);
    BigEndian.putInt(block, 12, count);
    BigEndian.putInt(block, 16, filled - BLOCK_HEAD);
    BigEndian.putInt(block, 20, sum(block, filled));
    file.append(block, 0, filled);
    position += filled;
    filled = BLOCK_HEAD;
    count = 0;
  }

  static int sum(byte[] block, int length) {
    var crc = new CRC32C();
    crc.update(block, 0, 20);
    crc.update(block, BLOCK_HEAD, length - BLOCK_HEAD);
    return (int) crc.getValue();
  }

  /** Ends the file durably. */
  public void seal(SequenceSet retracted, PlanSummary summary) {
    flush();
    var footer = new PlanFooter(next, retracted, summary);
    Trailer.seal(file, position, PlanFooter.NAME, PlanFooter.VERSION, footer.pack());
    file.force();
  }

  @Override
  public void close() {
    file.close();
  }
}
