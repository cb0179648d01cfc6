package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * Which requests a fault rule is about: all conditions that are given have to hold. Times are
 * measured from the moment the script was installed.
 *
 * @param nth only the n-th request for which the other conditions hold, from 1
 * @param every every n-th of those
 * @param key a record's key fits
 * @param batchOver more records than this
 * @param path the path fits
 * @param method in capitals
 * @param from from this time on
 * @param to until this time
 * @param probability drawn from the seed, after the other conditions
 * @param concurrencyOver more requests than this are being worked on, this one included
 */
public record FaultMatch(
    Optional<Long> nth,
    Optional<Long> every,
    Optional<Glob> key,
    Optional<String> contains,
    Optional<Integer> batchOver,
    Optional<Glob> path,
    Optional<String> method,
    Optional<Duration> from,
    Optional<Duration> to,
    Optional<Double> probability,
    Optional<Integer> concurrencyOver) {

  /** Matches every request. */
  public static final FaultMatch EVERYTHING =
      new FaultMatch(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The conditions that need neither counting nor chance. */
  boolean fits(Offer offer) {
    return batchOver.filter(limit -> offer.arrivals().size() <= limit).isEmpty()
        && concurrencyOver.filter(limit -> offer.concurrency() <= limit).isEmpty()
        && method.filter(wanted -> !wanted.equals(offer.method())).isEmpty()
        && path.filter(wanted -> !wanted.matches(offer.path())).isEmpty()
        && from.filter(start -> offer.sinceInstalled().compareTo(start) < 0).isEmpty()
        && to.filter(end -> offer.sinceInstalled().compareTo(end) >= 0).isEmpty()
        && contains.filter(wanted -> !offer.hasKey(wanted)).isEmpty()
        && key.filter(wanted -> !offer.hasKeyLike(wanted)).isEmpty();
  }
}
