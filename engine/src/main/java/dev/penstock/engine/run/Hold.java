package dev.penstock.engine.run;

import dev.penstock.engine.deliver.RetryPolicy;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.pace.Breaker;
import dev.penstock.engine.pace.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Whether the destination holds us off as a whole. After a failure of destination scope nothing is
 * sent for a while, then one request as a probe; its success lets the others go. It begins where
 * the last run on the account left off. Used by the run's coordinator.
 */
final class Hold {
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final Breaker breaker;
  private Optional<ErrorCode> why;
  private int failures;
  private Instant since = Instant.MAX;
  private Instant began = Instant.EPOCH;
  private Instant until;
  private Instant asked;

  Hold(RetryPolicy policy, RandomGenerator random, Standing before) {
    this.policy = policy;
    this.random = random;
    this.breaker = new Breaker(before.down().filter(Hold::isCounted).isPresent());
    this.why = before.down();
    this.until = before.notBefore();
    this.asked = before.notBefore();
    if (before.down().isPresent()) {
      failures = 1;
      since = before.since();
    }
  }

  /** Why nothing may be sent in this run at all, if so: the destination asked for a long pause. */
  static Optional<Ending> barred(Standing standing, RetryPolicy policy, Instant now) {
    Duration wait = Duration.between(now, standing.notBefore());
    return wait.compareTo(policy.waitMax()) > 0
        ? Optional.of(
            Ending.deferred(
                Failure.of(
                        standing.down().orElse(ErrorCode.RATE_LIMITED),
                        "send nothing before "
                            + standing.notBefore().truncatedTo(ChronoUnit.SECONDS))
                    .after(wait),
                standing.notBefore()))
        : Optional.empty();
  }

  /** Why the run cannot go on, if so. */
  Optional<Ending> failed(Failure failure, Instant started, Instant now) {
    if (isFinal(failure.code())) {
      return Optional.of(Ending.failed(failure));
    }
    if (failures > 0 && !started.isAfter(began)) {
      return sameEvent(failure, now);
    }
    boolean counted = isCounted(failure.code());
    failures++;
    why = Optional.of(failure.code());
    since = since.isAfter(now) ? now : since;
    began = now;
    Duration jittered = policy.delay(failures, failure.retryAfter(), random);
    Duration open = counted ? breaker.failed().orElse(Duration.ZERO) : Duration.ZERO;
    Duration wait = jittered.compareTo(open) > 0 ? jittered : open;
    until = now.plus(wait);
    asked = failure.retryAfter().isPresent() ? now.plus(jittered) : asked;
    boolean tooLong = wait.compareTo(policy.waitMax()) > 0;
    boolean tooOften = counted && (failures >= policy.tries() || breaker.givesUp());
    boolean tooOld = Duration.between(since, now).compareTo(policy.time()) > 0;
    return tooLong || tooOften || tooOld
        ? Optional.of(Ending.deferred(failure.after(wait), until))
        : Optional.empty();
  }

  /** It was under way when the hold began, so it is no other failure; but it may ask for longer. */
  private Optional<Ending> sameEvent(Failure failure, Instant now) {
    Instant longer = failure.retryAfter().map(now::plus).orElse(Instant.EPOCH);
    if (!longer.isAfter(until)) {
      return Optional.empty();
    }
    until = longer;
    asked = longer;
    return Duration.between(now, until).compareTo(policy.waitMax()) > 0
        ? Optional.of(Ending.deferred(failure, until))
        : Optional.empty();
  }

  /** A request was taken. One that was under way before says nothing about what came after it. */
  void lifted(Instant started) {
    if (failures > 0 && !started.isAfter(began)) {
      return;
    }
    breaker.succeeded();
    failures = 0;
    why = Optional.empty();
    since = Instant.MAX;
    until = Instant.EPOCH;
    asked = Instant.EPOCH;
  }

  /** How the account is left, for the next run on it. */
  Standing standing(OptionalDouble learned) {
    return failures == 0
        ? new Standing(Optional.empty(), Instant.EPOCH, Instant.EPOCH, learned)
        : new Standing(why, since, asked, learned);
  }

  /** How many requests may be under way at once. */
  int allowed(Instant now, int normally) {
    if (failures == 0 && !until.isAfter(now)) {
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

  /** Being asked to slow down is no sign of being down. */
  static boolean isCounted(ErrorCode code) {
    return code != ErrorCode.RATE_LIMITED && code != ErrorCode.QUOTA_EXHAUSTED;
  }

  private static boolean isFinal(ErrorCode code) {
    return switch (code) {
      case AUTH_EXPIRED,
          AUTH_FORBIDDEN,
          DESTINATION_GONE,
          DESTINATION_CONFIG,
          SCHEMA_STALE,
          EGRESS_BLOCKED,
          TLS ->
          true;
      default -> false;
    };
  }
}
