package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;

/** Counts the outcomes of a run as they come in. Used by the run's coordinator. */
final class Tally {
  private final long[] delivered = new long[Kind.values().length];
  private long skipped;
  private long deadLettered;
  private long superseded;
  private long requests;
  private long retries;

  void decided(Kind kind, Disposition disposition) {
    switch (disposition) {
      case NONE -> throw new IllegalArgumentException("no outcome is no decision");
      case DELIVERED -> delivered[kind.code()]++;
      case SKIPPED -> skipped++;
      case DEAD_LETTERED -> deadLettered++;
    }
  }

  void supersede() {
    superseded++;
  }

  void request(boolean repeat) {
    requests++;
    if (repeat) {
      retries++;
    }
  }

  /** Goes on from what an earlier attempt at the run counted. */
  void restore(long earlierRequests, long earlierRetries) {
    requests = earlierRequests;
    retries = earlierRetries;
  }

  long delivered(Kind kind) {
    return delivered[kind.code()];
  }

  long delivered() {
    return delivered[0] + delivered[1] + delivered[2];
  }

  long skipped() {
    return skipped;
  }

  long deadLettered() {
    return deadLettered;
  }

  long superseded() {
    return superseded;
  }

  long requests() {
    return requests;
  }

  long retries() {
    return retries;
  }

  long decided() {
    return delivered() + skipped + deadLettered + superseded;
  }
}
