package dev.penstock.storage.planner;

/**
 * How large the pieces are that held state and plans are kept in.
 *
 * @param entriesPerPartition the average above which the number of partitions doubles; three
 *     changed rows rewrite three partitions of this size
 * @param blockBytes rows of a plan are read and checked in blocks of about this size
 * @param keyBufferBytes memory for each of the 256 parts of a plan's key index while it is made
 * @param plansKept how many plans of earlier runs are kept as the journal of a state
 * @param planBytesKept how many bytes of them
 * @param workers how many threads sort and settle at once, a power of two; each needs some 26 bytes
 *     for each key of one of the plan's 256 parts
 */
public record PlannerSettings(
    int entriesPerPartition,
    int blockBytes,
    int keyBufferBytes,
    int plansKept,
    long planBytesKept,
    int workers) {
  /** More would wait for the disk. */
  private static final int WORKERS_MAX = 4;

  /**
   * Partitions of about four megabytes, 8 MB of key buffers, and 500 plans or 20 GB: a plan is
   * opened at each tidying, so their number is bounded too.
   */
  public static final PlannerSettings DEFAULT =
      new PlannerSettings(48_000, 256 << 10, 32 << 10, 500, 20L << 30, 1);

  public PlannerSettings {
    if (entriesPerPartition < 1 || blockBytes < 1 || keyBufferBytes < 1) {
      throw new IllegalArgumentException("pieces have a size");
    }
    if (Integer.bitCount(workers) != 1) {
      throw new IllegalArgumentException("the workers are a power of two");
    }
    if (plansKept < 0 || planBytesKept < 0) {
      throw new IllegalArgumentException("a policy keeps nothing or something");
    }
  }

  /** The same with a worker for each processor, up to four. */
  public PlannerSettings on(int processors) {
    return new PlannerSettings(
        entriesPerPartition,
        blockBytes,
        keyBufferBytes,
        plansKept,
        planBytesKept,
        Math.min(WORKERS_MAX, Integer.highestOneBit(processors)));
  }
}
