package dev.penstock.storage.plan;

import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.storage.disk.BigEndian;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;

/** Reads a plan's rows block by block; a row is a stretch of the block's buffer. */
final class RowsCursor implements PlanCursor {
  private final String path;
  private final Disk.Reader file;
  private final Waypoints waypoints;
  private final long dataEnd;
  private final SequenceSet retracted;
  private final long from;
  private byte[] block = new byte[1 << 12];
  private int blockEnd;
  private int blockRest;
  private long position;
  private long sequence;
  private int record;
  private int offset;
  private int length;

  RowsCursor(
      String path,
      Disk.Reader file,
      Waypoints waypoints,
      long dataAt,
      long dataEnd,
      SequenceSet retracted,
      long from) {
    this.path = path;
    this.file = file;
    this.waypoints = waypoints;
    this.dataEnd = dataEnd;
    this.retracted = retracted;
    this.from = from;
    Waypoints.Waypoint begin = waypoints.before(from, new Waypoints.Waypoint(0, dataAt));
    position = begin.position();
    sequence = begin.sequence() - 1;
  }

  @Override
  public boolean next() {
    do {
      if (blockRest == 0 && !nextBlock()) {
        return false;
      }
      record = offset + length;
      int at = record + RowsWriter.RECORD_HEAD;
      int size = 0;
      int shift = 0;
      byte b;
      do {
        if (at >= blockEnd || shift > 28) {
          throw unfit();
        }
        b = block[at++];
        size |= (b & 0x7f) << shift;
        shift += 7;
      } while (b < 0);
      if (size < 0 || size > blockEnd - at) {
        throw unfit();
      }
      offset = at;
      length = size;
      sequence++;
      blockRest--;
    } while (sequence < from || retracted.contains(sequence));
    return true;
  }

  private boolean nextBlock() {
    while (position < dataEnd) {
      long at = position;
      if (dataEnd - at < RowsWriter.BLOCK_HEAD) {
        throw unfit();
      }
      file.read(at, block, 0, RowsWriter.BLOCK_HEAD);
      long first = BigEndian.getLong(block, 4);
      int count = BigEndian.getInt(block, 12);
      int size = BigEndian.getInt(block, 16);
      if (BigEndian.getInt(block, 0) != RowsWriter.BLOCK_NAME
          || count < 1
          || first < 0
          || first != sequence + 1
          || size < 0
          || size > dataEnd - at - RowsWriter.BLOCK_HEAD) {
        throw unfit();
      }
      waypoints.pass(first, at);
      position = at + RowsWriter.BLOCK_HEAD + size;
      if (first + count <= from) {
        sequence = first + count - 1;
        continue;
      }
      read(at, size);
      blockRest = count;
      sequence = first - 1;
      return true;
    }
    return false;
  }

  private void read(long at, int size) {
    blockEnd = RowsWriter.BLOCK_HEAD + size;
    if (blockEnd > block.length) {
      block = new byte[blockEnd];
    }
    file.read(at, block, 0, blockEnd);
    if (BigEndian.getInt(block, 20) != RowsWriter.sum(block, blockEnd)) {
      throw Corruption.in(path, "the sum of its block at " + at + " is wrong");
    }
    offset = RowsWriter.BLOCK_HEAD;
    length = 0;
  }

  private RuntimeException unfit() {
    return Corruption.in(path, "its blocks do not follow each other");
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public Decision decision() {
    return Decision.of(block[record]);
  }

  @Override
  public KeyHash key() {
    return new KeyHash(BigEndian.getLong(block, record + 1), BigEndian.getInt(block, record + 9));
  }

  @Override
  public Fingerprint target() {
    return new Fingerprint(
        BigEndian.getLong(block, record + 13), BigEndian.getLong(block, record + 21));
  }

  @Override
  public byte[] bytes() {
    return block;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void close() {
    file.close();
  }
}
