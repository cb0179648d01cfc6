package dev.penstock.storage.ledger;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.Lease;
import dev.penstock.storage.ledger.LedgerSettings.LeaseTimes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A row of {@code leases} that is ours. A virtual thread of its own renews it until it is closed or
 * lost; every guarded write renews it too. Thread-safe.
 */
final class PostgresLease implements Lease {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresLease.class);

  /** A second, or half the pace of renewals where that is quicker. */
  private static final Duration AGAIN_MAX = Duration.ofSeconds(1);

  private final Database database;
  private final LeaseTimes times;
  private final String sync;
  private final String state;
  private final long epoch;

  /** After a renewal that failed, and at most so often when somebody asks for more time. */
  private final Duration again;

  private final Semaphore wake = new Semaphore(0);

  /** When the last successful renewal was sent, by System.nanoTime. */
  private volatile long renewed;

  private volatile boolean over;

  /**
   * @param claimed System.nanoTime before the claim was sent
   */
  PostgresLease(
      Database database, LeaseTimes times, String sync, String state, long epoch, long claimed) {
    this.database = database;
    this.times = times;
    this.sync = sync;
    this.state = state;
    this.epoch = epoch;
    this.renewed = claimed;
    Duration half = times.renewal().dividedBy(2);
    this.again = half.compareTo(AGAIN_MAX) < 0 ? half : AGAIN_MAX;
  }

  void keep() {
    Thread.ofVirtual().name("lease of " + sync).start(this::renewals);
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  /** Closed, lost or abandoned. */
  boolean isOver() {
    return over;
  }

  LeaseTimes times() {
    return times;
  }

  @Override
  public boolean covers(Duration timeout) {
    if (over) {
      return false;
    }
    long age = System.nanoTime() - renewed;
    boolean enough = times.ttl().toNanos() - age > timeout.toNanos() + times.margin().toNanos();
    if (!enough && age > again.toNanos() && wake.availablePermits() == 0) {
      wake.release();
    }
    return enough;
  }

  /**
   * The first statement of every guarded transaction: keeps the lease, and keeps everybody else out
   * until the transaction ends.
   */
  void guard(Connection connection) throws SQLException {
    if (!extend(connection)) {
      throw lost();
    }
  }

  /** A transaction that began with {@link #guard} at this System.nanoTime was committed. */
  synchronized void renewed(long sent) {
    if (sent - renewed > 0) {
      renewed = sent;
    }
  }

  /** The refusal of a write, and the end of all sending under this lease. */
  PenstockException lost() {
    over = true;
    wake.release();
    return new PenstockException(
        ErrorCode.LEASE_LOST,
        "Sync \"%s\" cannot write to the ledger any more: its lease (epoch %d) was given back or another process took it over. This run stops here; the other process continues it."
            .formatted(sync, epoch));
  }

  /** Stops renewing and leaves the row as it is, as a death of the process does. */
  void abandon() {
    over = true;
    wake.release();
  }

  @Override
  public void close() {
    if (over) {
      return;
    }
    abandon();
    try {
      database.renewal(
          "give back the lease of sync \"" + sync + "\"",
          connection ->
              Sql.update(
                  connection,
                  """
                  UPDATE penstock.leases
                  SET released = true, expires_at = clock_timestamp()
                  WHERE state = ? AND epoch = ? AND NOT released
                  """,
                  state,
                  epoch));
    } catch (PenstockException e) {
      // It expires by itself; the end of a run must not fail because of it.
      LOG.warn("{}: {}", e.code(), e.getMessage());
    }
  }

  private void renewals() {
    Duration wait = times.renewal();
    while (!over && waited(wait)) {
      wait = renew();
    }
  }

  /** False when the thread is to end. */
  private boolean waited(Duration wait) {
    try {
      boolean asked = wake.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
      if (asked) {
        wake.drainPermits();
      }
      return !over;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns how long to wait until the next time. */
  private Duration renew() {
    long sent = System.nanoTime();
    Duration age = Duration.ofNanos(sent - renewed);
    if (age.compareTo(again) < 0) {
      return times.renewal().minus(age);
    }
    try {
      boolean ours = database.renewal("renew the lease of sync \"" + sync + "\"", this::extend);
      if (!ours) {
        LOG.warn("{}", over ? "The lease of sync " + sync + " is over." : lost().getMessage());
        return again;
      }
      renewed(sent);
      return times.renewal();
    } catch (PenstockException e) {
      LOG.warn("{}: {}", e.code(), e.getMessage());
      return again;
    }
  }

  private boolean extend(Connection connection) throws SQLException {
    int rows =
        Sql.update(
            connection,
            """
            UPDATE penstock.leases
            SET expires_at = clock_timestamp() + ? * INTERVAL '1 millisecond'
            WHERE state = ? AND epoch = ? AND NOT released
            """,
            times.ttl().toMillis(),
            state,
            epoch);
    return rows == 1;
  }
}
