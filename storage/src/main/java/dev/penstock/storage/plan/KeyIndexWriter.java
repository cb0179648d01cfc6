package dev.penstock.storage.plan;

import dev.penstock.storage.disk.BigEndian;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.disk.Packer;
import dev.penstock.storage.disk.SealedPart;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Collects every key whose held state may move, split by the first byte of its hash through one
 * buffer per part, so that a part can be sorted in memory later. Used by one thread.
 */
public final class KeyIndexWriter implements AutoCloseable {
  static final String NAME = "PSKI";
  static final int VERSION = 1;

  /** Parts of the hash's range; a part of 150 million keys has 600,000 of them. */
  static final int PARTS = 256;

  private static final int BUFFER_MIN = 256;
  private static final byte[] NO_KEY = new byte[0];

  private final Disk disk;
  private final PlanFiles files;
  private final Disk.Appender file;
  private final int bufferBytes;
  private final byte[][] buffers = new byte[PARTS][];
  private final int[] filled = new int[PARTS];
  private final int[] counts = new int[PARTS];
  private final Chunks chunks = new Chunks();
  private long position;
  private long records;
  private long newKeys;
  private boolean again;

  /**
   * @param bufferBytes the most that is kept in memory per part
   */
  public KeyIndexWriter(Disk disk, PlanFiles files, PlanHeader header, int bufferBytes) {
    this.disk = disk;
    this.files = files;
    this.bufferBytes = bufferBytes;
    Arrays.fill(buffers, NO_KEY);
    file = disk.create(files.keys());
    byte[] head = SealedPart.seal(NAME, VERSION, identity(header));
    file.append(head, 0, head.length);
    position = head.length;
  }

  static Packer identity(PlanHeader header) {
    return new Packer().text(header.state()).text(header.run()).number(header.generation());
  }

  /** Adds a key that the held index has. */
  public void add(long high, int low, int code, long sequence, long printHigh, long printLow) {
    add(high, low, code, sequence, printHigh, printLow, NO_KEY, 0, 0);
  }

  /** Adds a key together with its bytes. */
  public void add(
      long high,
      int low,
      int code,
      long sequence,
      long printHigh,
      long printLow,
      byte[] key,
      int offset,
      int length) {
    int part = (int) (high >>> 56);
    int need = KeyRecord.HEAD + length;
    if (filled[part] + need > buffers[part].length) {
      makeRoom(part, need);
    }
    byte[] buffer = buffers[part];
    int at = filled[part];
    BigEndian.putLong(buffer, at, high);
    BigEndian.putInt(buffer, at + KeyRecord.LOW, low);
    BigEndian.putInt(buffer, at + KeyRecord.CODE, code << 24 | length);
    BigEndian.putLong(buffer, at + KeyRecord.PRINT_HIGH, printHigh);
    BigEndian.putLong(buffer, at + KeyRecord.PRINT_LOW, printLow);
    BigEndian.putLong(buffer, at + KeyRecord.SEQUENCE, sequence);
    System.arraycopy(key, offset, buffer, at + KeyRecord.HEAD, length);
    filled[part] = at + need;
    counts[part]++;
    records++;
    if (length > 0) {
      newKeys++;
    }
    again |= code == KeyRecord.AGAIN;
  }

  private void makeRoom(int part, int need) {
    if (filled[part] + need > bufferBytes) {
      flush(part);
    }
    if (filled[part] + need > buffers[part].length) {
      int size = Math.max(BUFFER_MIN, Math.min(bufferBytes, buffers[part].length * 4));
      buffers[part] = Arrays.copyOf(buffers[part], Math.max(size, filled[part] + need));
    }
  }

  private void flush(int part) {
    if (filled[part] == 0) {
      return;
    }
    file.append(buffers[part], 0, filled[part]);
    var crc = new CRC32C();
    crc.update(buffers[part], 0, filled[part]);
    chunks.add(part, position, filled[part], counts[part], (int) crc.getValue());
    position += filled[part];
    filled[part] = 0;
    counts[part] = 0;
  }

  /** Whether a key may occur twice in what was added so far. */
  public boolean mayHaveDuplicates() {
    return again || newKeys > 1;
  }

  /** What was added so far, for looking for duplicates; more may be added afterwards. */
  public KeyIndex soFar(Arena arena) {
    for (int part = 0; part < PARTS; part++) {
      flush(part);
    }
    String path = files.keys();
    MemorySegment data =
        disk.map(path, arena).orElseThrow(() -> Corruption.in(path, "it is missing"));
    return new KeyIndex(path, data, chunks.copy(), newKeys);
  }

  /** Ends the file durably. */
  public void seal() {
    for (int part = 0; part < PARTS; part++) {
      flush(part);
    }
    Packer footer = new Packer().number(records).number(newKeys);
    chunks.pack(footer);
    Trailer.seal(file, position, KeyIndex.FOOTER, VERSION, footer);
    file.force();
  }

  @Override
  public void close() {
    file.close();
  }
}
