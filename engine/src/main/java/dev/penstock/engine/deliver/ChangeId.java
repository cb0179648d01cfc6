package dev.penstock.engine.deliver;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What a change is called, the same at every attempt and after a crash: a hash over sync, key,
 * kind, target and the run that first planned it. A destination that honours idempotency keys is
 * given it.
 */
public record ChangeId(long high, long low) {
  private static final Hasher128 HASHER = Hashing.xxh3_128();
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** What is hashed of a change: origin, key, kind and target. */
  private static final int BYTES = 40;

  /** Names a change. */
  static ChangeId of(Delivery change) {
    byte[] bytes = new byte[BYTES];
    put(bytes, 0, change);
    return of(bytes);
  }

  /** Names these changes together: the name changes with them and with nothing else. */
  static ChangeId of(List<Delivery> changes) {
    byte[] bytes = new byte[changes.size() * BYTES];
    for (int i = 0; i < changes.size(); i++) {
      put(bytes, i * BYTES, changes.get(i));
    }
    return of(bytes);
  }

  private static void put(byte[] bytes, int at, Delivery change) {
    LONGS.set(bytes, at, change.origin());
    LONGS.set(bytes, at + 8, change.key().high());
    INTS.set(bytes, at + 16, change.key().low());
    INTS.set(bytes, at + 20, change.kind().code());
    LONGS.set(bytes, at + 24, change.target().high());
    LONGS.set(bytes, at + 32, change.target().low());
  }

  private static ChangeId of(byte[] bytes) {
    HashValue128 hash = HASHER.hashBytesTo128Bits(bytes);
    return new ChangeId(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return String.format("chg_%016x%016x", high, low);
  }
}
