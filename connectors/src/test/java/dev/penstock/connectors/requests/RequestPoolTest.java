package dev.penstock.connectors.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Answer;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.deliver.Requests.Ended;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.testkit.destination.Batches;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestPoolTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void every_batch_ends_exactly_once() {
    try (var pool = new RequestPool(new Told(RequestPoolTest::accepted), 4, LONG)) {
      var seen = new HashSet<Integer>();
      int started = 0;
      while (seen.size() < 20_000) {
        while (pool.free() > 0 && started < 20_000) {
          pool.start(batch(started++));
        }
        for (Ended ended : pool.await(LONG)) {
          assertThat(seen.add(ended.batch().number())).isTrue();
          assertThat(ended.answer().outcomes()).containsExactly(Outcome.ACCEPTED);
        }
      }

      assertThat(pool.inFlight()).isZero();
      assertThat(pool.free()).isEqualTo(8);
      assertThat(pool.await(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void no_more_requests_run_at_once_than_the_concurrency() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var destination =
        new Told(
            batch -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              LockSupport.parkNanos(1_000);
              running.decrementAndGet();
              return accepted(batch);
            });
    try (var pool = new RequestPool(destination, 3, LONG)) {
      drive(pool, 2_000);
    }

    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void what_waits_for_a_thread_can_be_taken_back_and_is_never_sent() {
    var permits = new Semaphore(0);
    var sent = new AtomicInteger();
    var begun = new CountDownLatch(1);
    var destination =
        new Told(
            batch -> {
              sent.incrementAndGet();
              begun.countDown();
              permits.acquireUninterruptibly();
              return accepted(batch);
            });
    try (var pool = new RequestPool(destination, 1, 2, LONG)) {
      pool.start(batch(1));
      assertThat(awaited(begun)).isTrue();
      pool.start(batch(2));
      pool.start(batch(3));

      assertThat(pool.recall()).extracting(Batch::number).containsExactly(2, 3);
      assertThat(pool.inFlight()).isOne();
      assertThat(pool.free()).isEqualTo(2);
      permits.release();
      assertThat(pool.await(LONG)).extracting(end -> end.batch().number()).containsExactly(1);
    }

    assertThat(sent.get()).isOne();
  }

  /** Often, because a thread may just have a batch in its hand. */
  @RepeatedTest(2_000)
  void after_a_complaint_nothing_is_sent_before_the_coordinator_has_seen_it() {
    var sent = new AtomicInteger();
    var destination =
        new Told(
            batch -> {
              boolean complains = sent.incrementAndGet() == 1;
              var busy = Failure.of(ErrorCode.RATE_LIMITED, 429, "slow down");
              return complains
                  ? Answer.all(batch, 429, new Outcome.Retryable(busy))
                  : accepted(batch);
            });
    try (var pool = new RequestPool(destination, 1, 2, LONG)) {
      for (int i = 1; i <= 3; i++) {
        pool.start(batch(i));
      }

      assertThat(pool.await(LONG)).extracting(end -> end.batch().number()).containsExactly(1);
      assertThat(pool.recall()).extracting(Batch::number).containsExactlyInAnyOrder(2, 3);
      assertThat(sent.get()).isOne();

      pool.start(batch(4));
      assertThat(pool.await(LONG)).extracting(end -> end.batch().number()).containsExactly(4);
      assertThat(pool.inFlight()).isZero();
    }
  }

  /** Often, because a thread may hold it back in the very moment in which the complaint is seen. */
  @Test
  void what_is_started_while_a_complaint_is_seen_is_not_forgotten() {
    var busy = new Outcome.Retryable(Failure.of(ErrorCode.RATE_LIMITED, 429, "slow down"));
    try (var pool = new RequestPool(new Told(batch -> Answer.all(batch, 429, busy)), 1, 0, LONG)) {
      for (int i = 0; i < 50_000; i++) {
        pool.start(batch(i));

        assertThat(pool.await(LONG)).hasSize(1);
      }
    }
  }

  @Test
  void what_a_complaint_held_back_and_nobody_takes_back_is_sent_later() {
    var destination =
        new Told(
            batch -> {
              var busy = Failure.of(ErrorCode.RATE_LIMITED, 429, "slow down");
              return batch.number() == 1
                  ? Answer.all(batch, 429, new Outcome.Retryable(busy))
                  : accepted(batch);
            });
    try (var pool = new RequestPool(destination, 1, 2, LONG)) {
      pool.start(batch(1));
      pool.start(batch(2));
      pool.start(batch(3));
      var ended = new ArrayList<Integer>();
      while (ended.size() < 3) {
        pool.await(LONG).forEach(end -> ended.add(end.batch().number()));
      }

      assertThat(ended).containsExactlyInAnyOrder(1, 2, 3).startsWith(1);
    }
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void started_batches_do_not_wait_while_a_thread_is_free() {
    var permits = new Semaphore(0);
    var begun = new Semaphore(0);
    var destination =
        new Told(
            batch -> {
              begun.release();
              permits.acquireUninterruptibly();
              return accepted(batch);
            });
    try (var pool = new RequestPool(destination, 3, LONG)) {
      for (int i = 0; i < 6; i++) {
        pool.start(batch(i));
      }
      begun.acquireUninterruptibly(3);
      permits.release();
      begun.acquireUninterruptibly();

      assertThat(pool.free()).isZero();
      assertThat(pool.await(LONG)).hasSize(1);
      assertThat(pool.free()).isEqualTo(1);
      permits.release(5);
    }
  }

  @Test
  void a_destination_that_throws_leaves_its_records_unknown() {
    var destination =
        new Told(
            batch -> {
              throw new IllegalStateException("row value 4711");
            });
    try (var pool = new RequestPool(destination, 1, LONG)) {
      pool.start(batch(1));

      Answer answer = pool.await(LONG).getFirst().answer();

      assertThat(answer.outcomes()).hasSize(1).allMatch(Outcome.Unknown.class::isInstance);
      assertThat(answer.toString()).contains(ErrorCode.INTERNAL.name()).doesNotContain("4711");
    }
  }

  @Test
  void too_few_outcomes_leave_the_records_unknown() {
    try (var pool = new RequestPool(new Told(b -> new Answer(List.of(), 200, "")), 1, LONG)) {
      pool.start(batch(1));

      assertThat(pool.await(LONG).getFirst().answer().outcomes())
          .hasSize(1)
          .allMatch(Outcome.Unknown.class::isInstance);
    }
  }

  @Test
  void waiting_takes_its_time_also_with_nothing_under_way() {
    var release = new CountDownLatch(1);
    try (var pool = new RequestPool(new Told(batch -> held(release, batch)), 1, LONG)) {
      long began = System.nanoTime();
      assertThat(pool.await(SHORT)).isEmpty();
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(SHORT.toNanos());
      pool.start(batch(1));
      assertThat(pool.await(SHORT)).isEmpty();
      assertThat(pool.inFlight()).isEqualTo(1);
      release.countDown();
      assertThat(pool.await(LONG)).hasSize(1);
    }
  }

  @Test
  void closing_waits_for_what_is_under_way_and_sends_nothing_more() {
    Thread closer = Thread.currentThread();
    var begun = new CountDownLatch(1);
    var sent = new AtomicInteger();
    var destination =
        new Told(
            batch -> {
              sent.incrementAndGet();
              begun.countDown();
              while (closer.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(100_000);
              }
              return accepted(batch);
            });
    var pool = new RequestPool(destination, 1, LONG);
    pool.start(batch(1));
    pool.start(batch(2));
    await(begun);

    pool.close();

    var ended = new ArrayList<>(pool.await(Duration.ZERO));
    assertThat(sent.get()).isEqualTo(1);
    assertThat(ended).hasSize(2);
    assertThat(ended)
        .anyMatch(
            it -> it.batch().number() == 1 && it.answer().outcomes().contains(Outcome.ACCEPTED))
        .anyMatch(
            it ->
                it.batch().number() == 2
                    && it.answer().outcomes().getFirst() instanceof Outcome.Retryable);
    assertThatThrownBy(() -> pool.start(batch(3))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closing_gives_up_on_a_request_after_its_deadline() {
    var never = new CountDownLatch(1);
    var pool = new RequestPool(new Told(batch -> held(never, batch)), 1, SHORT);
    pool.start(batch(1));
    long began = System.nanoTime();

    pool.close();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    never.countDown();
  }

  private static void drive(RequestPool pool, int total) {
    int started = 0;
    int done = 0;
    while (done < total) {
      while (pool.free() > 0 && started < total) {
        pool.start(batch(started++));
      }
      done += pool.await(LONG).size();
    }
  }

  private static Answer accepted(Batch batch) {
    return Answer.all(batch, 200, Outcome.ACCEPTED);
  }

  private static Answer held(CountDownLatch release, Batch batch) {
    await(release);
    return accepted(batch);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static Batch batch(int number) {
    Batch one =
        Batches.of(Kind.ADDED, List.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8)));
    return new Batch(number, one.kind(), one.records(), one.payloads(), one.ends());
  }

  /** Does what it is told. */
  private record Told(Function<Batch, Answer> deliver) implements Destination {
    @Override
    public Answer deliver(Batch batch) {
      return deliver.apply(batch);
    }

    @Override
    public String identity() {
      return "told";
    }

    @Override
    public Action action() {
      return new Action(
          "send", "Sends.", List.of(), Optional.empty(), DeliveryLevel.B, 1, 1000, true);
    }

    @Override
    public List<TestStep> test() {
      return List.of();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
