package dev.penstock.engine.row;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * Hashes keys and rows with xxh3, seeded per sync so that values cannot be guessed across syncs.
 * The row's seed also takes in the column names and the mapping version: a renamed column or a new
 * mapping gives another fingerprint. Immutable.
 */
public final class RowHasher {
  private final Hasher128 keys;
  private final Hasher128 rows;

  /**
   * @param seed the sync's own random number
   * @param mappingVersion the id of the mapping version that the fingerprint is of
   * @param columns the columns covered, in buffer order
   */
  public RowHasher(long seed, long mappingVersion, Iterable<Column> columns) {
    keys = Hashing.xxh3_128(seed);
    StringBuilder names = new StringBuilder().append(mappingVersion);
    for (Column column : columns) {
      names.append('\n').append(column.name().length()).append(':').append(column.name());
    }
    byte[] salt = names.toString().getBytes(StandardCharsets.UTF_8);
    rows = Hashing.xxh3_128(keys.hashBytesTo128Bits(salt).getLeastSignificantBits());
  }

  public KeyHash key(byte[] bytes, int offset, int length) {
    HashValue128 hash = keys.hashBytesTo128Bits(bytes, offset, length);
    return new KeyHash(
        hash.getMostSignificantBits(), (int) (hash.getLeastSignificantBits() >>> 32));
  }

  public Fingerprint row(byte[] bytes, int offset, int length) {
    HashValue128 hash = rows.hashBytesTo128Bits(bytes, offset, length);
    return new Fingerprint(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }
}
