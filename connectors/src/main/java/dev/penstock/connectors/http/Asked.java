package dev.penstock.connectors.http;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;

/**
 * What a request asked for, as far as it matters for reading the answer.
 *
 * @param records how many records it carried
 * @param atomicRefusal whether a refusal of the whole stored nothing
 */
public record Asked(Kind kind, int records, boolean atomicRefusal) {
  public static Asked of(Batch batch, boolean atomicRefusal) {
    return new Asked(batch.kind(), batch.size(), atomicRefusal);
  }

  boolean deletesOne() {
    return kind == Kind.DELETED && records == 1;
  }
}
