package dev.penstock.storage.held;

import dev.penstock.engine.diff.Held;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.storage.disk.Corruption;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Stands on one entry of a partition after the other, with its key. Used by one thread. */
public final class Entries {
  private final Partition partition;
  private final MemorySegment file;
  private int place = -1;
  private long keyAt;
  private int keyLength;

  Entries(Partition partition) {
    this.partition = partition;
    file = partition.file();
    keyAt = partition.keysAt();
  }

  /** Moves to the next entry; false at the end. */
  public boolean next() {
    keyAt += keyLength;
    keyLength = 0;
    do {
      place++;
      if (place >= partition.places()) {
        return false;
      }
    } while (!partition.occupied(place));
    int shift = 0;
    byte b;
    do {
      if (keyAt >= partition.keysEnd() || shift > 28) {
        throw unfit();
      }
      b = file.get(ValueLayout.JAVA_BYTE, keyAt++);
      keyLength |= (b & 0x7f) << shift;
      shift += 7;
    } while (b < 0);
    if (keyLength < 0 || keyLength > partition.keysEnd() - keyAt) {
      throw unfit();
    }
    return true;
  }

  private RuntimeException unfit() {
    return Corruption.in(partition.path(), "its keys do not fit its entries");
  }

  public int place() {
    return place;
  }

  public long hashHigh() {
    return partition.hashHigh(place);
  }

  public int hashLow() {
    return partition.hashLow(place);
  }

  public KeyHash hash() {
    return new KeyHash(hashHigh(), hashLow());
  }

  public int flags() {
    return partition.flags(place);
  }

  public long printHigh() {
    return partition.printHigh(place);
  }

  public long printLow() {
    return partition.printLow(place);
  }

  public Held held() {
    return Held.of(new Fingerprint(printHigh(), printLow()), flags());
  }

  public int keyLength() {
    return keyLength;
  }

  /** The key's canonical bytes, in the mapped file. */
  public MemorySegment key() {
    return file.asSlice(keyAt, keyLength);
  }

  /** Copies the key's canonical bytes. */
  public byte[] keyBytes() {
    return key().toArray(ValueLayout.JAVA_BYTE);
  }
}
