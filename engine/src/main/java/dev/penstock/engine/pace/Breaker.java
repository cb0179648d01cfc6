package dev.penstock.engine.pace;

import java.time.Duration;
import java.util.Optional;

/**
 * Leaves a destination alone that fails. It opens when a few requests in a row failed or half of
 * the last twenty did, for half a minute that doubles each time; then one request tries whether it
 * answers again. A run of which nothing arrived yet has nothing to lose by being started again, so
 * it opens sooner and soon gives up: a sync of two requests then costs a dead destination hardly
 * more than one request a run. Used by the run's coordinator.
 */
public final class Breaker {
  /** So many failures in a row are no accident. */
  static final int IN_A_ROW = 5;

  /** The same while nothing ever arrived in this run. */
  static final int IN_A_ROW_AT_FIRST = 2;

  /** So many answers make a share mean something. */
  static final int CALLS = 20;

  private static final Duration OPEN_FIRST = Duration.ofSeconds(30);
  private static final Duration OPEN_MAX = Duration.ofMinutes(10);

  private final boolean knownDown;
  private final boolean[] failed = new boolean[CALLS];
  private int calls;
  private int failures;
  private int inARow;
  private int openings;
  private boolean arrived;

  /**
   * @param knownDown the last run on this account ended because it was down
   */
  public Breaker(boolean knownDown) {
    this.knownDown = knownDown;
  }

  /** A request was answered. */
  public void succeeded() {
    arrived = true;
    inARow = 0;
    if (openings > 0) {
      openings = 0;
      calls = 0;
      failures = 0;
      java.util.Arrays.fill(failed, false);
    }
    count(false);
  }

  /** A request failed for the destination as a whole; for how long it is left alone, if it is. */
  public Optional<Duration> failed() {
    inARow++;
    count(true);
    boolean half = calls >= CALLS && failures * 2 >= CALLS;
    if (openings > 0 || half || inARow >= (arrived ? IN_A_ROW : IN_A_ROW_AT_FIRST)) {
      openings++;
      Duration open = OPEN_FIRST.multipliedBy(1L << Math.min(openings - 1, Byte.SIZE));
      return Optional.of(open.compareTo(OPEN_MAX) > 0 ? OPEN_MAX : open);
    }
    return Optional.empty();
  }

  /** Whether another try in this run is not worth it. */
  public boolean givesUp() {
    return !arrived && (knownDown ? inARow > 0 : openings > 1);
  }

  private void count(boolean failure) {
    int at = calls % CALLS;
    failures += (failure ? 1 : 0) - (calls >= CALLS && failed[at] ? 1 : 0);
    failed[at] = failure;
    calls = calls >= 2 * CALLS ? CALLS + (calls + 1) % CALLS : calls + 1;
  }
}
