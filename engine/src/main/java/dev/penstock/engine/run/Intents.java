package dev.penstock.engine.run;

import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.run.Crashpoint.Moment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Maps batches before their turn comes and makes the intent to send them durable, many with one
 * commit. It maps a little at a time, so that answers are taken and requests started meanwhile; of
 * an append-only action it opens no more than can be sent at once. Used by the run's coordinator.
 */
final class Intents {
  /** A look at the answers after so many records costs nothing against mapping them. */
  private static final int TURN_RECORDS = 256;

  private final CourierContext context;
  private final Batcher batcher;
  private final Repeats repeats;
  private final OpenAhead ahead;
  private final boolean appendOnly;
  private final Waiting mapped = new Waiting();
  private final Waiting ready = new Waiting();
  private final Map<Integer, Integer> undecided = new HashMap<>();
  private List<Integer> closed = new ArrayList<>();

  Intents(CourierContext context, Batcher batcher, Repeats repeats) {
    this.context = context;
    this.batcher = batcher;
    this.repeats = repeats;
    ahead = new OpenAhead();
    appendOnly = context.action().level() == DeliveryLevel.D;
  }

  /** Batches in the order of the plan, and what they amount to. */
  private static final class Waiting {
    private final Deque<Attempt> batches = new ArrayDeque<>();
    private long records;
    private long bytes;

    boolean isEmpty() {
      return batches.isEmpty();
    }

    void add(Attempt attempt) {
      batches.add(attempt);
      records += attempt.batch().size();
      bytes += attempt.batch().bytes();
    }

    Optional<Attempt> poll() {
      Optional<Attempt> next = Optional.ofNullable(batches.poll());
      next.ifPresent(
          attempt -> {
            records -= attempt.batch().size();
            bytes -= attempt.batch().bytes();
          });
      return next;
    }
  }

  /** Whether every batch of the plan was mapped, opened and handed out. */
  boolean isEmpty() {
    return batcher.isExhausted() && mapped.isEmpty() && ready.isEmpty();
  }

  /** Whether something was mapped that has not been handed out. */
  boolean hasWaiting() {
    return !mapped.isEmpty() || !ready.isEmpty();
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  /**
   * Whether {@link #map} is to be called again.
   *
   * @param slots how many requests may begin now
   */
  boolean mayMap(int slots) {
    if (batcher.isExhausted() || batcher.awaitsVerdict() || repeats.isFull()) {
      return false;
    }
    return appendOnly
        ? ready.isEmpty() && mapped.batches.size() < slots
        : mapped.records < ahead.records() && mapped.bytes < DeliveryPolicy.OPEN_AHEAD_BYTES;
  }

  /** Maps the next batch, or some small ones, as far as they can be mapped. */
  void map(int slots) {
    long enough = mapped.records + TURN_RECORDS;
    while (mapped.records < enough && mayMap(slots)) {
      Optional<Attempt> next = batcher.next();
      if (next.isEmpty()) {
        return;
      }
      context.crashpoint().at(Moment.MAPPED);
      mapped.add(next.get());
    }
  }

  /** Makes intents durable once enough came together and few opened batches are left. */
  void open(int slots) {
    if (mapped.isEmpty() || mayMap(slots) || repeats.isFull() || hasPlenty()) {
      return;
    }
    List<Attempt> next = next(slots);
    if (next.isEmpty()) {
      return;
    }
    List<OpenedBatch> opened = next.stream().map(this::opened).toList();
    context.crashpoint().at(Moment.BEFORE_INTENT);
    context.ledger().open(context.lease(), context.run(), opened);
    context.crashpoint().at(Moment.AFTER_INTENT);
    ahead.opened(context.now());
    next.forEach(this::makeReady);
  }

  private boolean hasPlenty() {
    return appendOnly
        ? !ready.isEmpty()
        : ready.records > ahead.records() / 2 || ready.bytes > DeliveryPolicy.OPEN_AHEAD_BYTES / 2;
  }

  /** Takes as many of the mapped batches as may be open together. */
  private List<Attempt> next(int slots) {
    List<Attempt> next = new ArrayList<>();
    long records = ready.records;
    long bytes = ready.bytes;
    while (!mapped.isEmpty()
        && (appendOnly
            ? next.size() < slots
            : records < ahead.records() && bytes < DeliveryPolicy.OPEN_AHEAD_BYTES)) {
      Attempt attempt = mapped.poll().orElseThrow();
      next.add(attempt);
      records += attempt.batch().size();
      bytes += attempt.batch().bytes();
    }
    return next;
  }

  private OpenedBatch opened(Attempt attempt) {
    Batch batch = attempt.batch();
    undecided.put(attempt.opened(), batch.size());
    long[] sequences = new long[batch.size()];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = batch.records().get(i).sequence();
    }
    return new OpenedBatch(batch.number(), batch.kind(), sequences);
  }

  private void makeReady(Attempt attempt) {
    if (attempt.due().isAfter(context.now())) {
      repeats.postpone(
          attempt, Failure.of(ErrorCode.AMBIGUOUS, "an earlier attempt may still arrive"));
    } else {
      ready.add(attempt);
    }
  }

  /** The next batch that may be sent. */
  Optional<Attempt> take() {
    return ready.poll();
  }

  /** So many records less without an outcome, of the batch that they were opened in. */
  void decided(Attempt attempt, int records) {
    if (records == 0) {
      return;
    }
    int left = undecided.merge(attempt.opened(), -records, Integer::sum);
    if (left == 0) {
      undecided.remove(attempt.opened());
      closed.add(attempt.opened());
    }
  }

  /** The opened batches of which every record got its outcome since the last call. */
  List<Integer> takeClosed() {
    List<Integer> taken = closed;
    closed = new ArrayList<>();
    return taken;
  }
}
