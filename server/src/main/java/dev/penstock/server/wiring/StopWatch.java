package dev.penstock.server.wiring;

import dev.penstock.engine.error.PenstockException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks into the ledger from time to time whether a person, in whatever process, wants the run to
 * stop. Its thread ends with it. Thread-safe.
 */
final class StopWatch implements AutoCloseable {
  /** As soon as a person expects it; a look costs a millisecond. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final BooleanSupplier asked;
  private final Runnable stop;

  /**
   * @param asked whether it is to stop
   * @param stop is run once when it is
   */
  StopWatch(BooleanSupplier asked, Runnable stop) {
    this.asked = asked;
    this.stop = stop;
    Thread.ofVirtual().name("penstock-stop-watch-", 0).start(this::watch);
  }

  private void watch() {
    try {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isAsked()) {
          stop.run();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A ledger that does not answer says nothing; the run itself meets it soon enough. */
  private boolean isAsked() {
    try {
      return asked.getAsBoolean();
    } catch (PenstockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
