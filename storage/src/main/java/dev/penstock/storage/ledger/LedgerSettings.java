package dev.penstock.storage.ledger;

import java.time.Duration;

/**
 * Where the ledger's database is and how the ledger uses it.
 *
 * @param poolSize the most connections for reads and writes; renewals of leases have their own few
 */
public record LedgerSettings(
    String jdbcUrl, String user, Secret password, int poolSize, LeaseTimes leases) {
  /** One for each run that writes at the same moment, and some for the console. */
  public static final int POOL_SIZE = 10;

  public LedgerSettings {
    if (poolSize < 1) {
      throw new IllegalArgumentException("the pool needs a connection");
    }
  }

  public static LedgerSettings of(String jdbcUrl, String user, Secret password) {
    return new LedgerSettings(jdbcUrl, user, password, POOL_SIZE, LeaseTimes.DEFAULT);
  }

  /**
   * How leases are kept.
   *
   * @param ttl how long a lease lives without being renewed
   * @param margin what a request must leave of the lease's time: clocks drift, threads wait
   * @param requestTimeoutMax the longest any owner lets a request take; the next owner waits that
   *     long when it cannot know that the last one is dead
   */
  public record LeaseTimes(Duration ttl, Duration margin, Duration requestTimeoutMax) {
    /** Six renewals fit into the time to live, so several may fail before anything stops. */
    private static final int RENEWALS = 6;

    /**
     * Long enough for a request of 90 s right before a renewal. On one machine nobody waits for it:
     * the lock of the data folder proves that the last owner is dead.
     */
    public static final LeaseTimes DEFAULT =
        new LeaseTimes(Duration.ofMinutes(2), Duration.ofSeconds(2), Duration.ofSeconds(90));

    public LeaseTimes {
      if (ttl.compareTo(margin.multipliedBy(RENEWALS)) <= 0) {
        throw new IllegalArgumentException("the lease's margin leaves no time for a request");
      }
    }

    Duration renewal() {
      return ttl.dividedBy(RENEWALS);
    }
  }
}
