package dev.penstock.storage.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes the small parts of our files, field after field, into a growing buffer. One thread. */
public final class Packer {
  private byte[] bytes = new byte[256];
  private int size;

  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public Packer number(long value) {
    ensure(Long.BYTES);
    BigEndian.putLong(bytes, size, value);
    size += Long.BYTES;
    return this;
  }

  public Packer small(int value) {
    ensure(Integer.BYTES);
    BigEndian.putInt(bytes, size, value);
    size += Integer.BYTES;
    return this;
  }

  public Packer flag(boolean value) {
    return small(value ? 1 : 0);
  }

  public Packer text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    small(utf8.length);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
    return this;
  }

  public Packer texts(List<String> values) {
    small(values.size());
    values.forEach(this::text);
    return this;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
