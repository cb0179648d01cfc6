package dev.penstock.engine.deliver;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.List;

/**
 * What a change is called, the same at every attempt and after a crash: a hash over sync, key,
 * kind, target and the run that first planned it. A destination that honours idempotency keys is
 * given it.
 */
public record ChangeId(long high, long low) {
  private static final Hasher128 HASHER = Hashing.xxh3_128();

  /** Names a change. */
  static ChangeId of(Delivery change) {
    HashStream128 stream = HASHER.hashStream();
    put(stream, change);
    return of(stream.get());
  }

  /** Names these changes together: the name changes with them and with nothing else. */
  static ChangeId of(List<Delivery> changes) {
    HashStream128 stream = HASHER.hashStream();
    changes.forEach(change -> put(stream, change));
    stream.putInt(changes.size());
    return of(stream.get());
  }

  private static void put(HashStream128 stream, Delivery change) {
    stream
        .putLong(change.origin())
        .putLong(change.key().high())
        .putInt(change.key().low())
        .putInt(change.kind().code())
        .putLong(change.target().high())
        .putLong(change.target().low());
  }

  private static ChangeId of(HashValue128 hash) {
    return new ChangeId(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return String.format("chg_%016x%016x", high, low);
  }
}
