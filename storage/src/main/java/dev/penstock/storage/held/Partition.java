package dev.penstock.storage.held;

import static dev.penstock.storage.disk.BigEndian.INT;
import static dev.penstock.storage.disk.BigEndian.LONG;

import dev.penstock.storage.disk.BigEndian;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.held.PartitionWriter.PartitionFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A mapped partition: key bytes, then a table of entries that are sorted by hash and stand at or
 * after the place that their hash points to, with gaps between. Opening it reads header and footer
 * only; {@link #check()} reads everything. Immutable; lives as long as its arena.
 */
public final class Partition {
  static final Partition EMPTY =
      new Partition("", MemorySegment.NULL, 0, 0, 0, 0, PartitionMark.EMPTY, 0);

  private final String path;
  private final MemorySegment file;
  private final int bits;
  private final long keysEnd;
  private final long tableAt;
  private final int places;
  private final int ideal;
  private final PartitionMark mark;
  private final int sums;

  private Partition(
      String path,
      MemorySegment file,
      int bits,
      long keysEnd,
      int places,
      int ideal,
      PartitionMark mark,
      int sums) {
    this.path = path;
    this.file = file;
    this.bits = bits;
    this.keysEnd = keysEnd;
    this.tableAt = keysEnd + (-keysEnd & Slot.BYTES - 1);
    this.places = places;
    this.ideal = ideal;
    this.mark = mark;
    this.sums = sums;
  }

  /** Opens a partition that the manifest names. */
  public static Partition open(
      Disk disk, HeldFiles files, int index, int bits, PartitionMark mark, Arena arena) {
    if (mark.generation() == 0) {
      return EMPTY;
    }
    String path = files.partition(index, mark.generation());
    MemorySegment file =
        disk.map(path, arena)
            .orElseThrow(() -> Corruption.in(path, "it is missing, though the manifest names it"));
    if (file.byteSize() < PartitionFormat.HEAD + PartitionFormat.FOOT) {
      throw Corruption.in(path, "it is cut off");
    }
    byte[] head = part(path, file, 0, PartitionFormat.HEAD);
    if (BigEndian.getLong(head, 8) != files.number()
        || BigEndian.getInt(head, 16) != index
        || BigEndian.getInt(head, 20) != bits
        || BigEndian.getLong(head, 24) != mark.generation()) {
      throw Corruption.in(path, "it belongs to another state, place or generation");
    }
    if (BigEndian.getInt(head, 4) != PartitionFormat.VERSION) {
      throw Corruption.in(path, "it has a format version that this release does not read");
    }
    byte[] foot = part(path, file, file.byteSize() - PartitionFormat.FOOT, PartitionFormat.FOOT);
    Partition partition =
        new Partition(
            path,
            file,
            bits,
            BigEndian.getLong(foot, 8),
            BigEndian.getInt(foot, 16),
            BigEndian.getInt(foot, 20),
            mark,
            BigEndian.getInt(foot, 4));
    if (BigEndian.getInt(foot, 24) != mark.entries()
        || BigEndian.getInt(foot, 28) != mark.held()
        || !partition.fits()) {
      throw Corruption.in(path, "its counts are not those of the manifest");
    }
    return partition;
  }

  private static byte[] part(String path, MemorySegment file, long at, int length) {
    byte[] part = file.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    if (BigEndian.getInt(part, 0) != PartitionFormat.NAME
        || BigEndian.getInt(part, length - Integer.BYTES) != PartitionFormat.sumOf(part)) {
      throw Corruption.in(path, at == 0 ? "its header is damaged" : "its footer is damaged");
    }
    return part;
  }

  private boolean fits() {
    return keysEnd >= PartitionFormat.HEAD
        && keysEnd < file.byteSize()
        && places >= mark.entries()
        && ideal > 0
        && tableEnd() + sumBytes() + PartitionFormat.FOOT == file.byteSize();
  }

  private long tableEnd() {
    return tableAt + (long) places * Slot.BYTES;
  }

  private long sumBytes() {
    return (tableEnd() + SummedFile.BLOCK - 1) / SummedFile.BLOCK * Integer.BYTES;
  }

  public String path() {
    return path;
  }

  public long bytes() {
    return file.byteSize();
  }

  public PartitionMark mark() {
    return mark;
  }

  /** How many places the table has, gaps included. */
  public int places() {
    return places;
  }

  /** The place of the entry with this hash, or -1. */
  public int find(long high, int low) {
    int place = Slot.ideal(high, bits, ideal);
    long at = tableAt + (long) place * Slot.BYTES;
    while (place < places && file.get(INT, at + Slot.FLAGS) < 0) {
      int order = Long.compareUnsigned(file.get(LONG, at), high);
      if (order == 0) {
        order = Integer.compareUnsigned(file.get(INT, at + Slot.HASH_LOW), low);
      }
      if (order >= 0) {
        return order == 0 ? place : -1;
      }
      place++;
      at += Slot.BYTES;
    }
    return -1;
  }

  /** The flags of the entry at this place, in the form of {@code Held.flags()}. */
  public int flags(int place) {
    return file.get(INT, tableAt + (long) place * Slot.BYTES + Slot.FLAGS) & ~Slot.OCCUPIED;
  }

  public long printHigh(int place) {
    return file.get(LONG, tableAt + (long) place * Slot.BYTES + Slot.PRINT_HIGH);
  }

  public long printLow(int place) {
    return file.get(LONG, tableAt + (long) place * Slot.BYTES + Slot.PRINT_LOW);
  }

  boolean occupied(int place) {
    return file.get(INT, tableAt + (long) place * Slot.BYTES + Slot.FLAGS) < 0;
  }

  long hashHigh(int place) {
    return file.get(LONG, tableAt + (long) place * Slot.BYTES);
  }

  int hashLow(int place) {
    return file.get(INT, tableAt + (long) place * Slot.BYTES + Slot.HASH_LOW);
  }

  MemorySegment file() {
    return file;
  }

  long keysAt() {
    return PartitionFormat.HEAD;
  }

  long keysEnd() {
    return keysEnd;
  }

  /** The entries in ascending order. */
  public Entries entries() {
    return new Entries(this);
  }

  /**
   * Reads the whole file and compares its sums.
   *
   * @throws dev.penstock.engine.error.PenstockException STATE_CORRUPT when one does not match
   */
  public void check() {
    List<String> faults = faults();
    if (!faults.isEmpty()) {
      throw Corruption.in(path, faults.getFirst());
    }
  }

  /** What is wrong with the file's sums. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (places == 0) {
      return faults;
    }
    var crc = new CRC32C();
    crc.update(file.asSlice(tableEnd(), sumBytes()).asByteBuffer());
    if ((int) crc.getValue() != sums) {
      faults.add("its list of sums is damaged");
      return faults;
    }
    long at = 0;
    for (long sumAt = tableEnd(); at < tableEnd(); sumAt += Integer.BYTES) {
      long length = Math.min(SummedFile.BLOCK, tableEnd() - at);
      crc.reset();
      crc.update(file.asSlice(at, length).asByteBuffer());
      if ((int) crc.getValue() != file.get(INT, sumAt)) {
        faults.add("the sum of its bytes from " + at + " on is wrong");
      }
      at += length;
    }
    return faults;
  }
}
