package dev.penstock.engine.run;

import dev.penstock.engine.deliver.Batch;
import java.time.Instant;
import java.util.Optional;

/**
 * A batch with what happened to it so far in this run.
 *
 * @param opened the number under which its records were opened; parts keep it
 * @param failures how often it went out in vain
 * @param firstFailure when that began
 * @param due it is not sent before this
 * @param started when it was last handed over
 * @param requestId how the destination named the last request with it, or empty
 * @param division the search for a bad record that it is part of
 */
record Attempt(
    Batch batch,
    int opened,
    int failures,
    Instant firstFailure,
    Instant due,
    Instant started,
    String requestId,
    Optional<Division> division) {
  static Attempt first(Batch batch, Instant due) {
    return new Attempt(
        batch, batch.number(), 0, Instant.MAX, due, Instant.EPOCH, "", Optional.empty());
  }

  Attempt startedAt(Instant now) {
    return new Attempt(batch, opened, failures, firstFailure, due, now, requestId, division);
  }

  Attempt answered(String name) {
    return new Attempt(batch, opened, failures, firstFailure, due, started, name, division);
  }

  /** Some of its records once more, later. */
  Attempt again(Batch part, Instant now, Instant newDue) {
    Instant first = firstFailure.isAfter(now) ? now : firstFailure;
    return new Attempt(part, opened, failures + 1, first, newDue, started, requestId, division);
  }

  /** A half of it, at once. */
  Attempt half(Batch part, Division search) {
    return new Attempt(
        part,
        opened,
        failures,
        firstFailure,
        Instant.EPOCH,
        started,
        requestId,
        Optional.of(search));
  }
}
