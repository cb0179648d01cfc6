package dev.penstock.connectors.postgresql;

import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the binary COPY format into rows and fields, whatever the pieces it arrives in. The format
 * (manual, COPY, "Binary Format"): an 11-byte signature, flags and an extension of given length,
 * then per row a 16-bit count and per field a 32-bit length and the bytes, at last a count of -1.
 * The server sends a row per piece, so as a rule nothing is copied here. Used by one thread.
 */
final class CopyStream {
  /** Where the pieces come from. */
  interface Pieces {
    /** The next piece, or null when the server has ended the copy in good order. */
    byte @Nullable [] next() throws SQLException;
  }

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };

  /** Bit 16 of the flags says that each row begins with an OID (before PostgreSQL 12). */
  private static final int FLAG_OIDS = 1 << 16;

  /** The server's own limit of a message, and so of a field (MaxAllocSize). */
  private static final int FIELD_MAX = 1 << 30;

  private final Pieces pieces;
  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private boolean begun;

  CopyStream(Pieces pieces) {
    this.pieces = pieces;
  }

  /**
   * Goes to the next row.
   *
   * @return its count of fields, or -1 when the server said that there are no more rows and ended
   *     the copy
   */
  int row() throws SQLException {
    if (!begun) {
      header();
      begun = true;
    }
    need(2);
    int count = (short) ((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff));
    at += 2;
    if (count >= 0) {
      return count;
    }
    if (count != -1 || at != end || pieces.next() != null) {
      throw broken("the copy goes on after its end");
    }
    return -1;
  }

  /**
   * Goes to the next field of the row, whose bytes are then whole in {@link #bytes()} at {@link
   * #start} until the next call.
   *
   * @return its length, or -1 for NULL
   */
  int field() throws SQLException {
    need(4);
    int length = int32();
    if (length == -1) {
      return -1;
    }
    if (length < 0 || length > FIELD_MAX) {
      throw broken("a field has an impossible length");
    }
    need(length);
    at += length;
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the field of this length, the last one read, begins. */
  int start(int length) {
    return at - length;
  }

  private void header() throws SQLException {
    need(SIGNATURE.length + 8);
    if (!Arrays.equals(bytes, at, at + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw broken("its signature is unknown");
    }
    at += SIGNATURE.length;
    int flags = int32();
    int extension = int32();
    if ((flags & FLAG_OIDS) != 0 || extension < 0) {
      throw broken("its header is unknown");
    }
    need(extension);
    at += extension;
  }

  private int int32() {
    int value =
        (bytes[at] & 0xff) << 24
            | (bytes[at + 1] & 0xff) << 16
            | (bytes[at + 2] & 0xff) << 8
            | (bytes[at + 3] & 0xff);
    at += 4;
    return value;
  }

  private void need(int count) throws SQLException {
    if (end - at < count) {
      fetch(count);
    }
  }

  private void fetch(int count) throws SQLException {
    int rest = end - at;
    byte[] joined = bytes;
    int from = at;
    while (rest < count) {
      byte[] piece = pieces.next();
      if (piece == null) {
        throw broken("it ends in the middle of a row");
      }
      if (rest == 0) {
        joined = piece;
        from = 0;
      } else {
        joined = join(joined, from, rest, piece, count);
        from = 0;
      }
      rest += piece.length;
    }
    bytes = joined;
    at = from;
    end = from + rest;
  }

  private static byte[] join(byte[] head, int from, int length, byte[] tail, int wanted) {
    int size = length + tail.length;
    // Room for what is wanted at once, so that a large field in many pieces is not copied for each.
    byte[] joined = from == 0 && head.length >= size ? head : new byte[Math.max(size, wanted + 64)];
    if (joined != head) {
      System.arraycopy(head, from, joined, 0, length);
    }
    System.arraycopy(tail, 0, joined, length, tail.length);
    return joined;
  }

  private static SQLException broken(String why) {
    return new SQLException("the binary copy cannot be read: " + why, SqlStates.PROTOCOL_VIOLATION);
  }
}
