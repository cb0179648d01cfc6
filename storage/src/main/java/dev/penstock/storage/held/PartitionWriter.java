package dev.penstock.storage.held;

import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.storage.disk.BigEndian;
import dev.penstock.storage.disk.Disk;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes one partition from entries in ascending order of their hashes: key bytes go to the file at
 * once, the table follows when the number of entries is known. Its buffers are used again for the
 * next partition. Used by one thread.
 */
public final class PartitionWriter {
  private static final int GAPS_PERCENT = 25; // a table that is four fifths full

  private final Disk disk;
  private final HeldFiles files;
  private final byte[] block = new byte[SummedFile.BLOCK];
  private byte[] table = new byte[64 * Slot.BYTES];
  private byte[] keyBuffer = new byte[256];
  private int entries;
  private long held;
  private final long[] bySlot = new long[HeldSummary.VERSIONS_MAX];
  private int index;
  private int bits;
  private long generation;

  @SuppressWarnings("NullAway.Init") // between begin and finish only
  private Disk.Appender file;

  @SuppressWarnings("NullAway.Init")
  private SummedFile out;

  private boolean open;

  public PartitionWriter(Disk disk, HeldFiles files) {
    this.disk = disk;
    this.files = files;
  }

  /** Begins a partition; its file is made when the first entry comes. */
  public void begin(int partition, int partitionBits, long ofGeneration) {
    index = partition;
    bits = partitionBits;
    generation = ofGeneration;
    entries = 0;
    held = 0;
    Arrays.fill(bySlot, 0);
    open = false;
  }

  /** Adds an entry. */
  public void add(long high, int low, int flags, long printHigh, long printLow, MemorySegment key) {
    if (!open) {
      create();
    }
    int at = entries * Slot.BYTES;
    if (at == table.length) {
      table = Arrays.copyOf(table, at * 2);
    }
    BigEndian.putLong(table, at, high);
    BigEndian.putInt(table, at + Slot.HASH_LOW, low);
    BigEndian.putInt(table, at + Slot.FLAGS, flags | Slot.OCCUPIED);
    BigEndian.putLong(table, at + Slot.PRINT_HIGH, printHigh);
    BigEndian.putLong(table, at + Slot.PRINT_LOW, printLow);
    entries++;
    if ((flags & 1) == 0) {
      held++;
      bySlot[flags >>> 8 & HeldSummary.VERSIONS_MAX - 1]++;
    }
    putKey(key);
  }

  private void putKey(MemorySegment key) {
    int length = (int) key.byteSize();
    int rest = length;
    while (rest >= 0x80) {
      out.putByte(rest | 0x80);
      rest >>>= 7;
    }
    out.putByte(rest);
    if (length > keyBuffer.length) {
      keyBuffer = new byte[length * 2];
    }
    MemorySegment.copy(key, ValueLayout.JAVA_BYTE, 0, keyBuffer, 0, length);
    out.put(keyBuffer, 0, length);
  }

  private void create() {
    file = disk.create(files.partition(index, generation));
    out = new SummedFile(file, block);
    open = true;
    byte[] head = new byte[PartitionFormat.HEAD];
    BigEndian.putInt(head, 0, PartitionFormat.NAME);
    BigEndian.putInt(head, 4, PartitionFormat.VERSION);
    BigEndian.putLong(head, 8, files.number());
    BigEndian.putInt(head, 16, index);
    BigEndian.putInt(head, 20, bits);
    BigEndian.putLong(head, 24, generation);
    PartitionFormat.sum(head);
    out.put(head, 0, head.length);
  }

  /** Leaves the partition durable, except for its name in the folder. */
  public PartitionMark finish() {
    if (!open) {
      return PartitionMark.EMPTY;
    }
    long keysEnd = out.position();
    out.zeros(-keysEnd & Slot.BYTES - 1);
    int ideal = entries + Math.max(1, (int) ((long) entries * GAPS_PERCENT / 100));
    int places = 0;
    for (int i = 0; i < entries; i++) {
      int best = Slot.ideal(BigEndian.getLong(table, i * Slot.BYTES), bits, ideal);
      if (best > places) {
        out.zeros((long) (best - places) * Slot.BYTES);
        places = best;
      }
      out.put(table, i * Slot.BYTES, Slot.BYTES);
      places++;
    }
    int sums = out.finish();
    byte[] foot = new byte[PartitionFormat.FOOT];
    BigEndian.putInt(foot, 0, PartitionFormat.NAME);
    BigEndian.putInt(foot, 4, sums);
    BigEndian.putLong(foot, 8, keysEnd);
    BigEndian.putInt(foot, 16, places);
    BigEndian.putInt(foot, 20, ideal);
    BigEndian.putInt(foot, 24, entries);
    BigEndian.putInt(foot, 28, (int) held);
    PartitionFormat.sum(foot);
    file.append(foot, 0, foot.length);
    file.force();
    close();
    List<Long> slots = new ArrayList<>(bySlot.length);
    for (long count : bySlot) {
      slots.add(count);
    }
    return new PartitionMark(generation, entries, held, slots);
  }

  /** Lets go of a partition that was not finished. */
  public void close() {
    if (open) {
      open = false;
      file.close();
    }
  }

  /** How a partition's file begins and ends. */
  static final class PartitionFormat {
    static final int NAME = 'P' << 24 | 'S' << 16 | 'K' << 8 | 'P';
    static final int VERSION = 1;
    static final int HEAD = 64;
    static final int FOOT = 64;

    private PartitionFormat() {}

    /** Fills in the sum, which stands in the last four bytes. */
    static void sum(byte[] part) {
      BigEndian.putInt(part, part.length - Integer.BYTES, sumOf(part));
    }

    static int sumOf(byte[] part) {
      var crc = new CRC32C();
      crc.update(part, 0, part.length - Integer.BYTES);
      return (int) crc.getValue();
    }
  }
}
