package dev.penstock.storage.disk;

import dev.penstock.engine.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link Packer} wrote. Fields that do not fit the bytes are {@code STATE_CORRUPT}: the
 * sums were right, so the file was written by something else.
 */
public final class Unpacker {
  private final String path;
  private final byte[] bytes;
  private int at;

  /**
   * @param path for messages
   */
  public Unpacker(String path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /** All its bytes, read or not. */
  public int size() {
    return bytes.length;
  }

  public long number() {
    need(Long.BYTES);
    at += Long.BYTES;
    return BigEndian.getLong(bytes, at - Long.BYTES);
  }

  public int small() {
    need(Integer.BYTES);
    at += Integer.BYTES;
    return BigEndian.getInt(bytes, at - Integer.BYTES);
  }

  public boolean flag() {
    return small() != 0;
  }

  /** A count of things that take at least one byte each. */
  public int count() {
    int count = small();
    need(count);
    return count;
  }

  public String text() {
    int length = count();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  public List<String> texts() {
    int count = count();
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(text());
    }
    return values;
  }

  /** Nothing may be left. */
  public void end() {
    if (at != bytes.length) {
      throw unfit();
    }
  }

  private void need(int more) {
    if (more < 0 || more > bytes.length - at) {
      throw unfit();
    }
  }

  private PenstockException unfit() {
    return Corruption.in(path, "its fields do not fit");
  }
}
