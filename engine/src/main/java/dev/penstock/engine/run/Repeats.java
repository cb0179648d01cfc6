package dev.penstock.engine.run;

import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.deliver.RetryPolicy;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.pace.RetryBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What is sent again in this run, and when: records that failed for now, halves of batches that
 * were refused as a whole, records that must wait for a late request. Used by the run's
 * coordinator.
 */
final class Repeats {
  private final CourierContext context;
  private final Batcher batcher;
  private final RetryPolicy policy;
  private final PriorityQueue<Attempt> waiting =
      new PriorityQueue<>(
          Comparator.comparing(Attempt::due).thenComparing(attempt -> attempt.batch().number()));
  private long records;
  private long bytes;
  private final RetryBudget budget = new RetryBudget();
  private Optional<Ending> givenUp = Optional.empty();

  Repeats(CourierContext context, Batcher batcher) {
    this.context = context;
    this.batcher = batcher;
    this.policy = context.policy().retry();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether as much waits as may: nothing more is to be begun until some of it is decided. */
  boolean isFull() {
    return records >= DeliveryPolicy.WAITING_RECORDS || bytes >= DeliveryPolicy.WAITING_BYTES;
  }

  /** When the next one is due; {@link Instant#MAX} when there is none. */
  Instant due() {
    Attempt next = waiting.peek();
    return next == null ? Instant.MAX : next.due();
  }

  Optional<Attempt> takeDue(Instant now) {
    if (due().isAfter(now)) {
      return Optional.empty();
    }
    Attempt taken = waiting.remove();
    records -= taken.batch().size();
    bytes -= taken.batch().bytes();
    return Optional.of(taken);
  }

  private void add(Attempt attempt) {
    waiting.add(attempt);
    records += attempt.batch().size();
    bytes += attempt.batch().bytes();
  }

  /** A batch goes out for the first time. */
  void first(Instant now) {
    budget.first(now);
  }

  /** A batch that was to go out and did not; it has lost nothing. */
  void unsent(Attempt attempt) {
    add(attempt);
  }

  /** Why some records are left for the next run, if any are. */
  Optional<Ending> givenUp() {
    return givenUp;
  }

  /** Some records of a batch failed for now. */
  void again(Attempt attempt, List<Integer> indexes, Failure failure) {
    Instant now = context.now();
    int failures = attempt.failures() + 1;
    boolean tooOften = Hold.isCounted(failure.code()) && failures >= policy.tries();
    boolean tooOld =
        attempt.firstFailure().isBefore(now)
            && Duration.between(attempt.firstFailure(), now).compareTo(policy.time()) > 0;
    if (tooOften || tooOld) {
      givenUp = Optional.of(Ending.deferred(failure, now));
      return;
    }
    Duration wait = policy.delay(failures, failure.retryAfter(), context.random());
    if (failure.scope() != Scope.RECORD) {
      Duration room = budget.take(now);
      wait = room.compareTo(wait) > 0 ? room : wait;
    }
    boolean all = indexes.size() == attempt.batch().size();
    Batch part = all ? attempt.batch() : batcher.part(attempt.batch(), indexes);
    postpone(attempt.again(part, now, now.plus(wait)), failure);
  }

  /** A batch is not to be sent before it is due. */
  void postpone(Attempt attempt, Failure failure) {
    Duration wait = Duration.between(context.now(), attempt.due());
    if (wait.compareTo(policy.waitMax()) > 0) {
      givenUp = Optional.of(Ending.deferred(failure.after(wait), attempt.due()));
      return;
    }
    context.waiting(failure.code().sentence(), wait);
    add(attempt);
  }

  /** A batch was refused as a whole: its halves go out at once. */
  void divide(Attempt attempt, List<Integer> indexes, Failure failure) {
    Division division = attempt.division().orElseGet(Division::new);
    int middle = indexes.size() / 2;
    for (List<Integer> half :
        List.of(indexes.subList(0, middle), indexes.subList(middle, indexes.size()))) {
      if (!half.isEmpty()) {
        division.divided();
        add(attempt.half(batcher.part(attempt.batch(), half), division));
      }
    }
    if (attempt.division().isEmpty()) {
      division.ended();
      context.waiting(failure.code().sentence(), Duration.ZERO);
    }
  }
}
