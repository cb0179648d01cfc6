package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;
import java.util.List;

/** What the fault script may look at: one request and its records. */
record Offer(
    String method,
    String path,
    String authorization,
    Route route,
    int bytes,
    List<Arrival> arrivals,
    int concurrency,
    Duration sinceInstalled) {

  boolean hasKey(String wanted) {
    return arrivals.stream().anyMatch(arrival -> arrival.key().equals(wanted));
  }

  boolean hasKeyLike(Glob wanted) {
    return arrivals.stream().anyMatch(arrival -> wanted.matches(arrival.key()));
  }
}
