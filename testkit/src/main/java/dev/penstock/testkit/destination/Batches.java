package dev.penstock.testkit.destination;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Batches for tests; the same payloads give the same ids. */
public final class Batches {
  private Batches() {}

  public static Batch of(Kind kind, List<byte[]> payloads) {
    var records = new ArrayList<Delivery>();
    for (int i = 0; i < payloads.size(); i++) {
      int hash = Arrays.hashCode(payloads.get(i));
      records.add(new Delivery(i, new KeyHash(hash, i), kind, new Fingerprint(hash, i), hash));
    }
    return Batch.of(1, kind, records, payloads);
  }
}
