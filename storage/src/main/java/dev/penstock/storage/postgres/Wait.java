package dev.penstock.storage.postgres;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A bounded wait for something outside this process that cannot notify us, by looking again.
 *
 * @param startedAt {@link System#nanoTime} at the beginning
 * @param bound how long at most
 */
record Wait(long startedAt, Duration bound) {
  /** Looking costs some ten microseconds, so this is cheap and adds little to a start. */
  static final Duration STEP = Duration.ofMillis(5);

  static Wait of(Duration bound) {
    return new Wait(System.nanoTime(), bound);
  }

  boolean isOver() {
    return System.nanoTime() - startedAt >= bound.toNanos();
  }

  /** Whether {@code done} became true within the bound. */
  boolean until(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      if (isOver()) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Lets one step pass. */
  static void pause() {
    try {
      // A latch nobody opens: the wait ends by time or by interrupt.
      var opened = new CountDownLatch(1).await(STEP.toNanos(), TimeUnit.NANOSECONDS);
      assert !opened;
    } catch (InterruptedException e) {
      throw Failures.interrupted("waiting for the server");
    }
  }
}
