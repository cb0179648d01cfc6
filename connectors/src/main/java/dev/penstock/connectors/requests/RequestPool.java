package dev.penstock.connectors.requests;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Answer;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.deliver.Requests;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends the batches of one run with as many virtual threads as the concurrency says. Behind the
 * batches under way others wait, so that a thread that is done finds the next without asking. The
 * coordinator is not woken for every answer but when about half of the waiting batches are gone:
 * waking a thread costs as much as a small request. An answer by which the destination as a whole
 * wants to be left alone stops the threads until the coordinator has seen it: the next batch would
 * be on its way before anybody could take it back. All but {@link #close} and the threads inside
 * belong to the coordinator alone; the destination stays its owner's to close.
 */
public final class RequestPool implements Requests {
  /** An answer waits no longer than this for others, while batches are still waiting. */
  private static final long GATHER_NANOS = Duration.ofMillis(2).toNanos();

  /** A thread needs less to look whether there are complaints, unless it is not running. */
  private static final long IN_HAND_NANOS = 20_000;

  private static final int NOT_WAITING = Integer.MAX_VALUE;

  private static final Batch STOP = Batch.of(-1, Kind.ADDED, List.of(), List.of());

  private final Destination destination;
  private final int concurrency;
  private final int startedMax;
  private final Duration closing;
  private final List<Thread> threads;
  private final LinkedTransferQueue<Batch> waiting = new LinkedTransferQueue<>();
  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();

  /** What no thread may send any more before the coordinator has seen why. */
  private final ConcurrentLinkedQueue<Batch> heldBack = new ConcurrentLinkedQueue<>();

  private final AtomicInteger complaints = new AtomicInteger();
  private final AtomicInteger sending = new AtomicInteger();
  private final AtomicInteger endedCount = new AtomicInteger();
  private volatile int wakeAt = NOT_WAITING;
  private volatile @Nullable Thread coordinator;
  private int inFlight;
  private int complaintsSeen;
  private boolean closed;

  /** As many batches waiting as under way. */
  public RequestPool(Destination destination, int concurrency, Duration closing) {
    this(destination, concurrency, concurrency, closing);
  }

  /**
   * Starts the threads.
   *
   * @param concurrency requests at once, at least 1
   * @param waitingMax how many batches may wait for a thread: more means fewer wakings of the
   *     coordinator and a longer way from its decision to the request
   * @param closing how long {@link #close} waits for requests under way: the request's own deadline
   */
  public RequestPool(Destination destination, int concurrency, int waitingMax, Duration closing) {
    if (concurrency < 1 || waitingMax < 0) {
      throw new IllegalArgumentException(
          "Concurrency is at least 1 and waiting at least 0, not "
              + concurrency
              + ", "
              + waitingMax);
    }
    this.destination = destination;
    this.concurrency = concurrency;
    startedMax = concurrency + waitingMax;
    this.closing = closing;
    var started = new ArrayList<Thread>(concurrency);
    for (int i = 0; i < concurrency; i++) {
      started.add(Thread.ofVirtual().name("request-", i).start(this::work));
    }
    threads = List.copyOf(started);
  }

  @Override
  public int free() {
    return startedMax - inFlight;
  }

  @Override
  public void start(Batch batch) {
    if (closed || free() <= 0) {
      throw new IllegalStateException(
          closed ? "The requests are closed." : "No more than free() batches may be started.");
    }
    inFlight++;
    waiting.put(batch);
  }

  @Override
  public List<Batch> recall() {
    var unsent = new ArrayList<Batch>();
    drain(waiting, unsent);
    drain(heldBack, unsent);
    while (isAnyInHand(unsent.size())) {
      LockSupport.parkNanos(this, IN_HAND_NANOS);
      drain(waiting, unsent);
      drain(heldBack, unsent);
    }
    inFlight -= unsent.size();
    return unsent;
  }

  private static void drain(Queue<Batch> batches, List<Batch> into) {
    for (Batch next = batches.poll(); next != null; next = batches.poll()) {
      into.add(next);
    }
  }

  /**
   * Whether a thread has taken a batch and not yet said whether it sends it or holds it back, which
   * it does at once. What is on its way from sending to ended is counted in neither, so nothing is
   * overlooked.
   */
  private boolean isAnyInHand(int unsent) {
    int done = endedCount.get();
    return inFlight - unsent - done - sending.get() > 0;
  }

  @Override
  public int inFlight() {
    return inFlight;
  }

  @Override
  public List<Ended> await(Duration wait) {
    goOn();
    if (ended.isEmpty() && wait.isPositive()) {
      park(System.nanoTime(), wait.toNanos());
    }
    var drained = new ArrayList<Ended>();
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      drained.add(next);
      complaintsSeen += isComplaint(next.answer()) ? 1 : 0;
    }
    endedCount.addAndGet(-drained.size());
    inFlight -= drained.size();
    return drained;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    endUnsent(waiting);
    for (int i = 0; i < concurrency; i++) {
      waiting.put(STOP);
    }
    long deadline = System.nanoTime() + closing.toNanos();
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
          thread.interrupt();
        }
      } catch (InterruptedException hurry) {
        interrupted = true;
        thread.interrupt();
      }
    }
    endUnsent(heldBack);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void endUnsent(Queue<Batch> batches) {
    for (Batch never = batches.poll(); never != null; never = batches.poll()) {
      var failure = Failure.of(ErrorCode.CANCELLED, "The run stopped before it was sent.");
      end(never, Answer.all(never, 0, new Outcome.Retryable(failure)), Duration.ZERO);
    }
  }

  /** What the coordinator saw and did not take back may be sent. */
  private void goOn() {
    if (complaintsSeen > 0 && complaints.addAndGet(-complaintsSeen) == 0) {
      for (Batch next = heldBack.poll(); next != null; next = heldBack.poll()) {
        waiting.put(next);
      }
    }
    complaintsSeen = 0;
  }

  private static boolean isComplaint(Answer answer) {
    for (Outcome outcome : answer.outcomes()) {
      if (outcome instanceof Outcome.Retryable(Failure failure)
          && failure.scope() == Scope.DESTINATION) {
        return true;
      }
    }
    return false;
  }

  private void park(long since, long waitNanos) {
    coordinator = Thread.currentThread();
    int worthWaking = Math.max(1, (inFlight - concurrency + 1) / 2);
    wakeAt = worthWaking;
    long left = waitNanos;
    while (left > 0 && endedCount.get() < worthWaking && !Thread.currentThread().isInterrupted()) {
      boolean gathers = worthWaking > 1;
      LockSupport.parkNanos(this, gathers ? Math.min(left, GATHER_NANOS) : left);
      if (gathers && !ended.isEmpty()) {
        break;
      }
      left = waitNanos - (System.nanoTime() - since);
    }
    wakeAt = NOT_WAITING;
  }

  @SuppressWarnings("ReferenceEquality") // The one batch that means the end.
  private void work() {
    try {
      for (Batch batch = waiting.take(); batch != STOP; batch = waiting.take()) {
        if (complaints.get() > 0) {
          holdBack(batch);
          continue;
        }
        sending.incrementAndGet();
        long began = System.nanoTime();
        Answer answer = answer(batch);
        complaints.addAndGet(isComplaint(answer) ? 1 : 0);
        sending.decrementAndGet();
        end(batch, answer, Duration.ofNanos(System.nanoTime() - began));
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** The coordinator may have seen the complaint meanwhile, and will not look here again for it. */
  private void holdBack(Batch batch) {
    heldBack.add(batch);
    if (complaints.get() == 0 && heldBack.remove(batch)) {
      waiting.put(batch);
    }
  }

  /** An answer for every record, whatever the destination does. */
  private Answer answer(Batch batch) {
    Answer answer;
    try {
      answer = destination.deliver(batch);
    } catch (Throwable bug) {
      // Its message may hold row values; its class says enough to find it.
      return unknown(batch, "The destination failed with " + bug.getClass().getName());
    }
    if (answer.outcomes().size() != batch.size()) {
      return unknown(
          batch, answer.outcomes().size() + " outcomes came for " + batch.size() + " records");
    }
    return answer;
  }

  private static Answer unknown(Batch batch, String why) {
    return Answer.all(batch, 0, new Outcome.Unknown(Failure.of(ErrorCode.INTERNAL, why)));
  }

  private void end(Batch batch, Answer answer, Duration latency) {
    ended.add(new Ended(batch, answer, latency));
    if (endedCount.incrementAndGet() >= wakeAt) {
      Thread sleeper = coordinator;
      if (sleeper != null) {
        LockSupport.unpark(sleeper);
      }
    }
  }
}
