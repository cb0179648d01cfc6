package dev.penstock.connectors.sandbox.simulator;

import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Running counts, for any number of threads. */
final class Tallies {
  private static final int STATUS_MAX = 1000;

  final LongAdder records = new LongAdder();
  final LongAdder effects = new LongAdder();
  final LongAdder repeats = new LongAdder();
  final LongAdder unkeyed = new LongAdder();
  final LongAdder bytes = new LongAdder();
  private final AtomicLongArray byStatus = new AtomicLongArray(STATUS_MAX);

  /** Counts one request by what it was answered. */
  void answered(int status) {
    byStatus.incrementAndGet(status >= STATUS_MAX ? 0 : status);
  }

  SimulatorCounts snapshot() {
    var statuses = new TreeMap<Integer, Long>();
    long requests = 0;
    for (int status = 0; status < STATUS_MAX; status++) {
      long count = byStatus.get(status);
      if (count > 0) {
        statuses.put(status, count);
        requests += count;
      }
    }
    return new SimulatorCounts(
        requests,
        records.sum(),
        effects.sum(),
        repeats.sum(),
        unkeyed.sum(),
        bytes.sum(),
        statuses);
  }

  void reset() {
    records.reset();
    effects.reset();
    repeats.reset();
    unkeyed.reset();
    bytes.reset();
    for (int status = 0; status < STATUS_MAX; status++) {
      byStatus.set(status, 0);
    }
  }
}
