package dev.penstock.engine.deliver;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;

/**
 * What a change is called, the same at every attempt and after a crash: a hash over sync, key,
 * kind, target and the run that first planned it. A destination that honours idempotency keys is
 * given it.
 */
public record ChangeId(long high, long low) {
  /**
   * Names a change.
   *
   * @param origin a hash of the state and of the run that first planned the change
   */
  public static ChangeId of(long origin, KeyHash key, Kind kind, Fingerprint target) {
    HashValue128 hash =
        Hashing.xxh3_128(origin)
            .hashStream()
            .putLong(key.high())
            .putInt(key.low())
            .putInt(kind.code())
            .putLong(target.high())
            .putLong(target.low())
            .get();
    return new ChangeId(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return String.format("chg_%016x%016x", high, low);
  }
}
