package dev.penstock.storage.ledger;

import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import java.nio.ByteBuffer;
import java.util.List;

/** Hashes as bytes, big-endian, so that they sort in the database as they do here. */
final class Bits {
  private static final int KEY_BYTES = Long.BYTES + Integer.BYTES;
  private static final int FINGERPRINT_BYTES = 2 * Long.BYTES;

  private Bits() {}

  static byte[] of(KeyHash key) {
    return ByteBuffer.allocate(KEY_BYTES).putLong(key.high()).putInt(key.low()).array();
  }

  static byte[][] of(List<KeyHash> keys) {
    return keys.stream().map(Bits::of).toArray(byte[][]::new);
  }

  static byte[] of(Fingerprint fingerprint) {
    return ByteBuffer.allocate(FINGERPRINT_BYTES)
        .putLong(fingerprint.high())
        .putLong(fingerprint.low())
        .array();
  }

  static KeyHash key(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new KeyHash(in.getLong(), in.getInt());
  }

  static Fingerprint fingerprint(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Fingerprint(in.getLong(), in.getLong());
  }
}
