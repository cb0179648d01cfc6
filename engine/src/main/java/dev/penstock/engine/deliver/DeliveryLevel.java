package dev.penstock.engine.deliver;

/** How a repeated delivery shows at a destination. */
public enum DeliveryLevel {
  /** Idempotency key or conditional write: effect exactly once. */
  A,
  /** Upsert by external id: repeats are invisible after the quiet period. */
  B,
  /** Verified by reading before resending. */
  C,
  /** Append-only without a key: a lost answer may produce one repeat. */
  D
}
