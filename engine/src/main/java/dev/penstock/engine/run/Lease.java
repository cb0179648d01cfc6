package dev.penstock.engine.run;

import java.time.Duration;

/**
 * The right to run a sync, held by one process at a time. Kept alive by the ledger while it is
 * open; every write made with it is refused once another process holds a newer epoch. Thread-safe.
 */
public interface Lease extends AutoCloseable {
  String state();

  long epoch();

  /**
   * Whether a request may begin that lasts up to {@code timeout}: the lease will still be ours when
   * it ends. Judged by a monotonic local clock against the last renewal.
   */
  boolean covers(Duration timeout);

  /** Gives the sync back. */
  @Override
  void close();
}
