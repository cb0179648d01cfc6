package dev.penstock.storage.disk;

import java.util.zip.CRC32C;

/**
 * A part of a file that vouches for itself: four letters that name it, a format version, its
 * length, a CRC32C over all of that and its fields, the fields.
 */
public final class SealedPart {
  /** Bytes before the fields. */
  public static final int HEAD = 16;

  private SealedPart() {}

  /** The part as it stands in the file. */
  public static byte[] seal(String name, int version, Packer fields) {
    byte[] part = new byte[HEAD + fields.size()];
    BigEndian.putInt(part, 0, number(name));
    BigEndian.putInt(part, 4, version);
    BigEndian.putInt(part, 8, fields.size());
    System.arraycopy(fields.array(), 0, part, HEAD, fields.size());
    BigEndian.putInt(part, 12, sum(part));
    return part;
  }

  /** The fields of the part that begins here and ends at the latest before {@code end}. */
  public static Unpacker open(
      String path, Disk.Reader file, long position, long end, String name, int version) {
    if (position < 0 || end > file.size() || end - position < HEAD) {
      throw Corruption.in(path, "it is cut off");
    }
    byte[] head = new byte[HEAD];
    file.read(position, head, 0, HEAD);
    if (BigEndian.getInt(head, 0) != number(name)) {
      throw Corruption.in(path, "the part " + name + " is not where it should be");
    }
    int length = BigEndian.getInt(head, 8);
    if (length < 0 || length > end - position - HEAD) {
      throw Corruption.in(path, "it is cut off");
    }
    byte[] part = new byte[HEAD + length];
    file.read(position, part, 0, part.length);
    if (BigEndian.getInt(part, 12) != sum(part)) {
      throw Corruption.in(path, "the sum of its part " + name + " is wrong");
    }
    int found = BigEndian.getInt(part, 4);
    if (found != version) {
      throw Corruption.in(
          path, "it has format version " + found + ", this release reads version " + version);
    }
    return new Unpacker(path, java.util.Arrays.copyOfRange(part, HEAD, part.length));
  }

  private static int sum(byte[] part) {
    var crc = new CRC32C();
    crc.update(part, 0, 12);
    crc.update(part, HEAD, part.length - HEAD);
    return (int) crc.getValue();
  }

  private static int number(String name) {
    if (name.length() != 4) {
      throw new IllegalArgumentException("a part has four letters: " + name);
    }
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }
}
