package dev.penstock.engine.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that is never seen to go back: when the machine's clock is set back, time goes on from
 * where it was. Waits and the pace of commits of a delivery are measured with it; otherwise nothing
 * would be recorded until the machine's clock has caught up. Used by the run's coordinator.
 */
final class SteadyClock implements InstantSource {
  private final InstantSource clock;
  private Duration ahead = Duration.ZERO;
  private Instant latest = Instant.MIN;

  SteadyClock(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Instant instant() {
    Instant now = clock.instant().plus(ahead);
    if (now.isBefore(latest)) {
      ahead = ahead.plus(Duration.between(now, latest));
      return latest;
    }
    latest = now;
    return now;
  }
}
