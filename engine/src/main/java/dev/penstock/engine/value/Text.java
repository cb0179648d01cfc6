package dev.penstock.engine.value;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text, held as UTF-8 bytes, as a string, or both; the other form is made when somebody asks. Most
 * text of a row is only copied, and never becomes a string.
 */
public final class Text implements Value {
  public static final Text EMPTY = of("");

  private byte @Nullable [] utf8;
  private int from;
  private int length;
  private @Nullable String string;

  private Text(byte @Nullable [] utf8, int from, int length, @Nullable String string) {
    this.utf8 = utf8;
    this.from = from;
    this.length = length;
    this.string = string;
  }

  public static Text of(String string) {
    return new Text(null, 0, 0, string);
  }

  /** Text inside bytes that do not change. */
  public static Text utf8(byte[] bytes, int from, int length) {
    return new Text(bytes, from, length, null);
  }

  public String string() {
    String known = string;
    if (known == null) {
      known = new String(bytes(), from, length, StandardCharsets.UTF_8);
      string = known;
    }
    return known;
  }

  /** Its UTF-8 bytes lie from {@link #from()} on, {@link #length()} of them. */
  public byte[] bytes() {
    byte[] known = utf8;
    if (known == null) {
      known = string == null ? new byte[0] : string.getBytes(StandardCharsets.UTF_8);
      from = 0;
      length = known.length;
      utf8 = known;
    }
    return known;
  }

  /** Valid after {@link #bytes()}. */
  public int from() {
    return from;
  }

  /** In bytes; valid after {@link #bytes()}. */
  public int length() {
    return length;
  }

  /** The bytes where they exist already; making them only to copy them costs more than it saves. */
  public byte @Nullable [] bytesIfKnown() {
    return utf8;
  }

  public boolean isEmpty() {
    return string == null ? length == 0 : string.isEmpty();
  }

  @Override
  public String toString() {
    return string();
  }
}
