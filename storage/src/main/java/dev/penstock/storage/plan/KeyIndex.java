package dev.penstock.storage.plan;

import static dev.penstock.storage.disk.BigEndian.INT;
import static dev.penstock.storage.disk.BigEndian.LONG;

import dev.penstock.storage.disk.BigEndian;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.disk.SealedPart;
import dev.penstock.storage.disk.Unpacker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The key index of a plan, mapped. One part at a time is sorted by key hash, so heap is needed for
 * 26 bytes per record of one part. Used by one thread; lives as long as its arena.
 */
public final class KeyIndex {
  static final String FOOTER = "PSKJ";

  /** Parts are of nearly one size; where they are not, memory is dearer than making it again. */
  private static final int SLACK_MAX = 1 << 16;

  private final String path;
  private final MemorySegment data;
  private final Chunks chunks;
  private final int[] order;
  private final int[] partEnds;
  private final long newKeys;
  private byte[] chunk = new byte[0];
  private long[] positions = new long[0];
  private long[] unsorted = new long[0];
  private long[] sorted = new long[0];
  private int[] bucketEnds = new int[0];
  private int count;
  private boolean suspicious;
  private int indexBits;

  KeyIndex(String path, MemorySegment data, Chunks chunks, long newKeys) {
    this.path = path;
    this.data = data;
    this.chunks = chunks;
    this.newKeys = newKeys;
    order = new int[chunks.count()];
    partEnds = new int[KeyIndexWriter.PARTS];
    for (int i = 0; i < chunks.count(); i++) {
      partEnds[chunks.part(i)]++;
    }
    int[] next = new int[KeyIndexWriter.PARTS];
    int sum = 0;
    for (int part = 0; part < KeyIndexWriter.PARTS; part++) {
      next[part] = sum;
      sum += partEnds[part];
      partEnds[part] = sum;
    }
    for (int i = 0; i < chunks.count(); i++) {
      order[next[chunks.part(i)]++] = i;
    }
  }

  private KeyIndex(KeyIndex other) {
    path = other.path;
    data = other.data;
    chunks = other.chunks;
    order = other.order;
    partEnds = other.partEnds;
    newKeys = other.newKeys;
  }

  /** Opens the key index that belongs to a sealed plan. */
  public static KeyIndex open(Disk disk, LocalPlan plan, Arena arena) {
    String path = plan.files().keys();
    Chunks chunks;
    long newKeys;
    try (Disk.Reader file =
        disk.open(path).orElseThrow(() -> Corruption.in(path, "it is missing"))) {
      long end = Trailer.footerAt(path, file);
      Unpacker footer = Trailer.footer(path, file, FOOTER, KeyIndexWriter.VERSION);
      Unpacker head =
          SealedPart.open(path, file, 0, end, KeyIndexWriter.NAME, KeyIndexWriter.VERSION);
      if (!head.text().equals(plan.header().state())
          || !head.text().equals(plan.header().run())
          || head.number() != plan.header().generation()) {
        throw Corruption.in(path, "it belongs to another plan");
      }
      footer.number();
      newKeys = footer.number();
      chunks = Chunks.unpack(footer);
      footer.end();
    }
    MemorySegment data =
        disk.map(path, arena).orElseThrow(() -> Corruption.in(path, "it is missing"));
    return new KeyIndex(path, data, chunks, newKeys);
  }

  /** The same index with a part of its own, for another thread; its arena must allow that. */
  public KeyIndex another() {
    return new KeyIndex(this);
  }

  /** How many records brought a key that the held index does not have; an upper bound. */
  public long newKeys() {
    return newKeys;
  }

  public static int parts() {
    return KeyIndexWriter.PARTS;
  }

  /** Sorts the records of a part by hash, equal ones in the order they came; replaces the last. */
  public int load(int part) {
    int from = part == 0 ? 0 : partEnds[part - 1];
    count = 0;
    for (int i = from; i < partEnds[part]; i++) {
      count += chunks.records(order[i]);
    }
    if (count > positions.length) {
      positions = new long[count + Math.min(count / 4, SLACK_MAX)];
      unsorted = new long[positions.length];
      sorted = new long[positions.length];
    }
    indexBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, count));
    suspicious = false;
    int n = 0;
    for (int i = from; i < partEnds[part]; i++) {
      n = loadChunk(order[i], n);
    }
    sort();
    settleTies();
    return count;
  }

  /** Whether a key of the loaded part may have come more than once; only a look at them tells. */
  public boolean mayHaveDuplicates() {
    return suspicious;
  }

  private int loadChunk(int number, int first) {
    long start = chunks.position(number);
    int length = chunks.length(number);
    if (start < 0 || length < 0 || start + length > data.byteSize()) {
      throw Corruption.in(path, "it is cut off");
    }
    if (length > chunk.length) {
      chunk = new byte[length + KeyRecord.HEAD];
    }
    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, start, chunk, 0, length);
    var crc = new CRC32C();
    crc.update(chunk, 0, length);
    if ((int) crc.getValue() != chunks.sum(number)) {
      throw Corruption.in(path, "the sum of its bytes from " + start + " on is wrong");
    }
    int n = first;
    int at = 0;
    while (at < length) {
      positions[n] = start + at;
      // The part's own eight bits are the same for all; the sign bit stays clear for the sort.
      long hash = BigEndian.getLong(chunk, at) << 8 >>> 1;
      unsorted[n] = hash >>> indexBits << indexBits | n;
      int code = BigEndian.getInt(chunk, at + KeyRecord.CODE);
      suspicious |= code >>> 24 == KeyRecord.AGAIN;
      at += KeyRecord.HEAD + (code & KeyRecord.KEY_BYTES_MAX);
      n++;
    }
    if (n - first != chunks.records(number)) {
      throw Corruption.in(path, "its records do not fit its directory");
    }
    return n;
  }

  /**
   * Puts each record near its place by the first bits of its hash. Nobody can choose keys that meet
   * there, because hashes are seeded; equal keys meet, in the order they came.
   */
  private void sort() {
    // Two to four records in each bucket: few moves, and little memory.
    int bits = Math.max(0, indexBits - 2);
    int buckets = 1 << bits;
    if (buckets > bucketEnds.length) {
      bucketEnds = new int[buckets];
    }
    Arrays.fill(bucketEnds, 0, buckets, 0);
    int shift = Long.SIZE - 1 - bits;
    for (int i = 0; i < count; i++) {
      bucketEnds[(int) (unsorted[i] >>> shift)]++;
    }
    int end = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      end += bucketEnds[bucket];
      bucketEnds[bucket] = end;
    }
    for (int i = count - 1; i >= 0; i--) {
      sorted[--bucketEnds[(int) (unsorted[i] >>> shift)]] = unsorted[i];
    }
  }

  /**
   * Ends the sort among neighbours. Hashes that share the bits which were sorted are compared
   * whole; there are hardly any.
   */
  private void settleTies() {
    for (int i = 1; i < count; i++) {
      long moving = sorted[i];
      int j = i;
      while (j > 0 && isAfter(sorted[j - 1], moving)) {
        sorted[j] = sorted[j - 1];
        j--;
      }
      sorted[j] = moving;
    }
  }

  private boolean isAfter(long left, long right) {
    if (left >>> indexBits != right >>> indexBits) {
      return left > right;
    }
    suspicious = true;
    int order = compare(left, right);
    return order == 0 ? left > right : order > 0;
  }

  private int compare(long left, long right) {
    long a = positions[(int) (left & (1L << indexBits) - 1)];
    long b = positions[(int) (right & (1L << indexBits) - 1)];
    int byHigh = Long.compareUnsigned(data.get(LONG, a), data.get(LONG, b));
    return byHigh != 0
        ? byHigh
        : Integer.compareUnsigned(
            data.get(INT, a + KeyRecord.LOW), data.get(INT, b + KeyRecord.LOW));
  }

  /** The end of the group of records with the same hash that begins here. */
  public int groupEnd(int from) {
    int end = from + 1;
    while (end < count
        && sorted[end] >>> indexBits == sorted[from] >>> indexBits
        && compare(sorted[from], sorted[end]) == 0) {
      end++;
    }
    return end;
  }

  private long at(int record) {
    return positions[(int) (sorted[record] & (1L << indexBits) - 1)];
  }

  public long hashHigh(int record) {
    return data.get(LONG, at(record));
  }

  public int hashLow(int record) {
    return data.get(INT, at(record) + KeyRecord.LOW);
  }

  /** A decision's code, or one of {@link KeyRecord}. */
  public int code(int record) {
    return data.get(INT, at(record) + KeyRecord.CODE) >>> 24;
  }

  public long printHigh(int record) {
    return data.get(LONG, at(record) + KeyRecord.PRINT_HIGH);
  }

  public long printLow(int record) {
    return data.get(LONG, at(record) + KeyRecord.PRINT_LOW);
  }

  public long sequence(int record) {
    return data.get(LONG, at(record) + KeyRecord.SEQUENCE);
  }

  /** The key's bytes; empty where the held index has them. */
  public MemorySegment key(int record) {
    long at = at(record);
    int length = data.get(INT, at + KeyRecord.CODE) & KeyRecord.KEY_BYTES_MAX;
    return data.asSlice(at + KeyRecord.HEAD, length);
  }
}
