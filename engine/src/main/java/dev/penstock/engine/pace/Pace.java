package dev.penstock.engine.pace;

import dev.penstock.engine.deliver.Allowance;
import dev.penstock.engine.deliver.Pacing;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How many requests a run may begin, and when: as many at once as the destination bears, as many a
 * second as its account allows or was seen to allow. Used by the run's coordinator.
 */
public final class Pace {
  /** Places for so long are taken together, so that asking for them costs few transactions. */
  private static final Duration BLOCK = Duration.ofMillis(250);

  /** A day's places are few: what a run does not use is lost. */
  private static final int BLOCK_MAX = 64;

  /** What was missed by waking late may be made up for, in requests. */
  private static final int CREDIT = 2;

  /** Told in whole seconds, a shorter time may be nearly over; the rate alone keeps to it. */
  private static final Duration WORTH_A_PAUSE = Duration.ofSeconds(2);

  private final Pacing pacing;
  private final Accounts accounts;
  private final String account;
  private final int most;
  private final Concurrency concurrency;
  private final LearnedRate learned;
  private final ToldRate told = new ToldRate();
  private Instant next = Instant.EPOCH;
  private Instant pausedUntil = Instant.EPOCH;
  private int places;
  private int block = 1;
  private Instant place = Instant.EPOCH;
  private Duration closed = Duration.ZERO;

  /**
   * @param most requests at once, at most
   * @param learned what an earlier run learnt of the account's rate
   */
  public Pace(Pacing pacing, int most, Accounts accounts, String account, OptionalDouble learned) {
    this.pacing = pacing;
    this.accounts = accounts;
    this.account = account;
    this.most = most;
    this.concurrency = new Concurrency(most);
    this.learned = new LearnedRate(learned);
  }

  /** How many more requests may begin now as far as is known without asking for shared places. */
  public int free(Instant now, int inFlight) {
    if (next(now).isAfter(now)) {
      return 0;
    }
    int free = pacing.adaptive() ? concurrency.limit() - inFlight : Integer.MAX_VALUE;
    OptionalDouble rate = rate();
    if (rate.isPresent()) {
      Duration interval = interval(rate.getAsDouble());
      Duration late = Duration.between(latest(next, now, interval), now);
      free = (int) Math.min(free, late.dividedBy(interval) + 1);
    }
    return Math.max(0, free);
  }

  /** Whether one may begin now; asks for shared places where that is needed. */
  public boolean admits(Instant now) {
    if (!pacing.isShared()) {
      return true;
    }
    if (places == 0) {
      OptionalDouble perSecond = allowed(pacing.accountPerSecond());
      Accounts.Grant grant =
          accounts.reserve(account, perSecond, pacing.accountPerDay(), block(perSecond));
      places = grant.places();
      place = now.plus(grant.opensIn());
      closed = places == 0 ? grant.opensIn() : Duration.ZERO;
    }
    return places > 0 && !place.isAfter(now);
  }

  /** How long the day's places are used up for; zero while there are some. */
  public Duration closed() {
    return closed;
  }

  /** When the next may begin, if only time is lacking; not after now if it is something else. */
  public Instant next(Instant now) {
    Instant earliest = places > 0 && place.isAfter(pausedUntil) ? place : pausedUntil;
    OptionalDouble rate = rate();
    return rate.isPresent() && next.isAfter(earliest) ? next : earliest;
  }

  /**
   * A request begins.
   *
   * @param inFlight how many are under way with it
   */
  public void started(Instant now, int inFlight) {
    concurrency.started(inFlight);
    rate()
        .ifPresent(
            rate -> {
              Duration interval = interval(rate);
              next = latest(next, now, interval).plus(interval);
            });
    if (places > 0) {
      places--;
      allowed(pacing.accountPerSecond()).ifPresent(rate -> place = place.plus(interval(rate)));
    }
  }

  /** A request was taken, whatever became of its records. */
  public void taken(Duration latency, Instant now) {
    concurrency.answered(latency);
    learned.accepted(now);
  }

  /**
   * A request met a complaint about the rate.
   *
   * @param pause how long nothing is sent now
   */
  public void complained(Instant started, Instant now, Duration pause) {
    concurrency.complained(started, now);
    learned.complained(now, pause);
  }

  /** A request was not answered, or by an error of the destination as a whole. */
  public void failed(Instant started, Instant now) {
    concurrency.complained(started, now);
  }

  /** The destination said what is left; when nothing is, the next request would be refused. */
  public void told(Allowance allowance, Instant now) {
    told.told(allowance);
    if (allowance.remaining() == 0 && allowance.until().compareTo(WORTH_A_PAUSE) >= 0) {
      Instant until = now.plus(allowance.until());
      pausedUntil = until.isAfter(pausedUntil) ? until : pausedUntil;
    }
  }

  /** Requests a second that the account was seen to allow. */
  public OptionalDouble learned() {
    return learned.rate();
  }

  /** How many may be under way at once now. */
  public int concurrency() {
    return pacing.adaptive() ? concurrency.limit() : most;
  }

  private OptionalDouble rate() {
    OptionalDouble own = allowed(pacing.perSecond());
    return lower(own, lower(told.rate(), learned.rate()));
  }

  private static OptionalDouble lower(OptionalDouble one, OptionalDouble other) {
    if (one.isPresent() && other.isPresent()) {
      return OptionalDouble.of(Math.min(one.getAsDouble(), other.getAsDouble()));
    }
    return one.isPresent() ? one : other;
  }

  /** A little less than is allowed: the destination's windows are not ours. */
  private static OptionalDouble allowed(OptionalDouble perSecond) {
    return perSecond.isPresent()
        ? OptionalDouble.of(perSecond.getAsDouble() * LearnedRate.MARGIN)
        : perSecond;
  }

  private int block(OptionalDouble perSecond) {
    int wanted =
        perSecond.isPresent()
            ? (int) Math.ceil(perSecond.getAsDouble() * BLOCK.toMillis() / 1000)
            : BLOCK_MAX;
    int taken = Math.min(block, Math.clamp(wanted, 1, BLOCK_MAX));
    block = Math.min(BLOCK_MAX, block * 2);
    return taken;
  }

  private static Instant latest(Instant next, Instant now, Duration interval) {
    Instant least = now.minus(interval.multipliedBy(CREDIT));
    return next.isBefore(least) ? least : next;
  }

  private static Duration interval(double perSecond) {
    return Duration.ofNanos(Math.max(1, (long) (1e9 / perSecond)));
  }
}
