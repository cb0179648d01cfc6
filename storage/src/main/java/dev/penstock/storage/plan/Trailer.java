package dev.penstock.storage.plan;

import dev.penstock.storage.disk.BigEndian;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.disk.Packer;
import dev.penstock.storage.disk.SealedPart;
import dev.penstock.storage.disk.Unpacker;
import java.util.zip.CRC32C;

/**
 * The last sixteen bytes of a plan's files: where the footer begins, and a sum. A file without them
 * was not finished.
 */
final class Trailer {
  static final int BYTES = 16;
  private static final int SEAL = 'S' << 24 | 'E' << 16 | 'A' << 8 | 'L';

  private Trailer() {}

  /** Appends a footer at this position, and the trailer that says so. */
  static void seal(Disk.Appender file, long position, String name, int version, Packer fields) {
    byte[] footer = SealedPart.seal(name, version, fields);
    file.append(footer, 0, footer.length);
    byte[] trailer = new byte[BYTES];
    BigEndian.putLong(trailer, 0, position);
    BigEndian.putInt(trailer, 8, SEAL);
    BigEndian.putInt(trailer, 12, sum(trailer));
    file.append(trailer, 0, BYTES);
  }

  static boolean isSealed(Disk.Reader file) {
    if (file.size() < BYTES) {
      return false;
    }
    byte[] trailer = read(file);
    return BigEndian.getInt(trailer, 8) == SEAL && BigEndian.getInt(trailer, 12) == sum(trailer);
  }

  /** Where the footer begins, which is where the data ends. */
  static long footerAt(String path, Disk.Reader file) {
    if (!isSealed(file)) {
      throw Corruption.in(path, "it is not sealed, so it was not finished or is damaged");
    }
    return BigEndian.getLong(read(file), 0);
  }

  static Unpacker footer(String path, Disk.Reader file, String name, int version) {
    long at = footerAt(path, file);
    Unpacker fields = SealedPart.open(path, file, at, file.size() - BYTES, name, version);
    if (at + SealedPart.HEAD + fields.size() + BYTES != file.size()) {
      throw Corruption.in(path, "its footer has not the length that it should have");
    }
    return fields;
  }

  private static byte[] read(Disk.Reader file) {
    byte[] trailer = new byte[BYTES];
    file.read(file.size() - BYTES, trailer, 0, BYTES);
    return trailer;
  }

  private static int sum(byte[] trailer) {
    var crc = new CRC32C();
    crc.update(trailer, 0, 12);
    return (int) crc.getValue();
  }
}
