package dev.penstock.engine.run;

import dev.penstock.engine.deliver.RetryPolicy;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether the destination holds us off as a whole. After a failure of destination scope nothing is
 * sent for a while, then one request as a probe; its success lets the others go. Used by the run's
 * coordinator.
 */
final class Hold {
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private int failures;
  private Instant since = Instant.MAX;
  private Instant began = Instant.EPOCH;
  private Instant until = Instant.EPOCH;

  Hold(RetryPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /** Why the run cannot go on, if so. */
  Optional<Ending> failed(Failure failure, Instant started, Instant now) {
    if (isFinal(failure.code())) {
      return Optional.of(Ending.failed(failure));
    }
    if (failures > 0 && started.isBefore(began)) {
      return Optional.empty(); // it was under way when the hold began: the same event, not another
    }
    failures++;
    since = since.isAfter(now) ? now : since;
    began = now;
    Duration wait = policy.delay(failures, failure.retryAfter(), random);
    until = now.plus(wait);
    boolean counted = failure.code() != ErrorCode.RATE_LIMITED;
    boolean tooLong = wait.compareTo(policy.waitMax()) > 0;
    boolean tooOften = counted && failures >= policy.tries();
    boolean tooOld = Duration.between(since, now).compareTo(policy.time()) > 0;
    return tooLong || tooOften || tooOld ? Optional.of(Ending.deferred(failure)) : Optional.empty();
  }

  void lifted() {
    failures = 0;
    since = Instant.MAX;
    until = Instant.EPOCH;
  }

  /** How many requests may be under way at once. */
  int allowed(Instant now, int normally) {
    if (failures == 0) {
      return normally;
    }
    return until.isAfter(now) ? 0 : 1;
  }

  boolean isHeld() {
    return failures > 0;
  }

  Instant until() {
    return until;
  }

  private static boolean isFinal(ErrorCode code) {
    return switch (code) {
      case AUTH_EXPIRED,
          AUTH_FORBIDDEN,
          DESTINATION_GONE,
          DESTINATION_CONFIG,
          EGRESS_BLOCKED,
          TLS ->
          true;
      default -> false;
    };
  }
}
