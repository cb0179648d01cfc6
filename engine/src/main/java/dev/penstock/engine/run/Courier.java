package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Allowance;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.deliver.Requests;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.pace.Pace;
import dev.penstock.engine.run.Crashpoint.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Carries a plan's changes to the destination: intent first, then requests, then outcomes, each
 * durable before the next step relies on it. One loop owns all of its state; requests are started
 * through a port and come back as events, so that a seed replays a delivery exactly.
 */
final class Courier {
  /** How soon a lease is looked at again that was not renewed in time. */
  private static final Duration RENEWAL_POLL = Duration.ofMillis(200);

  /** How soon a person's cancel is heard while nothing else happens. */
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final CourierContext context;
  private final Batcher batcher;
  private final Requests requests;
  private final OutcomeBits bits;
  private final Tally tally;
  private final DoubtBook doubts;
  private final Letters letters;
  private final Hold hold;
  private final Repeats repeats;
  private final Intents intents;
  private final RejectionLimit limit;
  private final Forbidden forbidden;
  private final Pace pace;
  private final DeliveryPolicy policy;
  private final Action action;

  private final Map<Integer, Attempt> underWay = new HashMap<>();
  private boolean uncommitted;
  private final Instant quietUntil;
  private Instant lastCommit;
  private Instant uncovered = Instant.MAX;
  private Optional<Ending> ending = Optional.empty();

  Courier(
      CourierContext context,
      Batcher batcher,
      Requests requests,
      Recovered recovered,
      DoubtBook doubts,
      Letters letters) {
    this.context = context;
    this.batcher = batcher;
    this.requests = requests;
    this.bits = recovered.bits();
    this.tally = recovered.tally();
    this.doubts = doubts;
    this.letters = letters;
    this.policy = context.policy();
    this.action = context.action();
    this.repeats = new Repeats(context, batcher);
    this.hold = new Hold(policy.retry(), context.random(), context.standing());
    this.pace = context.pace();
    this.limit = new RejectionLimit(policy);
    this.forbidden = new Forbidden(action.atomicRefusal(), context.origins());
    this.intents = new Intents(context, batcher, repeats);
    this.quietUntil = context.now().plus(context.quiet());
    this.lastCommit = context.now();
  }

  /** Delivers until the plan is done or something stops it; says what, if so. */
  Optional<Ending> carry() {
    ending = Hold.barred(context.standing(), policy.retry(), context.now());
    while (true) {
      if (ending.isEmpty() && context.cancelled()) {
        ending = Optional.of(Ending.cancelled());
      }
      if (ending.isEmpty()) {
        openAhead();
      }
      if (ending.isEmpty()) {
        start();
      }
      if (ending.isEmpty() && batcher.awaitsVerdict() && nothingOpen()) {
        limit.probed(batcher.mapped());
        batcher.goOn();
      }
      boolean done = ending.isPresent() || isDone();
      if (done && requests.inFlight() == 0) {
        commit();
        context.leave(hold.standing(pace.learned()));
        return ending.or(repeats::givenUp);
      }
      for (Requests.Ended ended : requests.await(patience())) {
        context.crashpoint().at(Moment.AFTER_ANSWER);
        answered(ended);
      }
      if (uncommitted && !context.now().isBefore(lastCommit.plus(DeliveryPolicy.COMMIT_INTERVAL))) {
        commit();
      }
    }
  }

  private boolean isDone() {
    return intents.isEmpty() && repeats.isEmpty() && underWay.isEmpty();
  }

  private boolean nothingOpen() {
    return !intents.hasWaiting() && repeats.isEmpty() && underWay.isEmpty();
  }

  // ---- intent ---------------------------------------------------------------------------------

  /** Maps a little ahead and makes intents durable, so that there is always something to send. */
  private void openAhead() {
    int slots = slots();
    if (intents.mayMap(slots)) {
      intents.map(slots);
      unmappable();
    }
    if (ending.isEmpty()) {
      intents.open(slots);
    }
  }

  private void unmappable() {
    for (DeadLetter letter : batcher.takeUnmappable()) {
      letters.add(letter);
      decide(letter.sequence(), letter.kind(), Disposition.DEAD_LETTERED);
      limit.unmappable();
    }
    stopWhenRejected();
  }

  // ---- sending --------------------------------------------------------------------------------

  private void start() {
    Instant now = context.now();
    boolean held = hold.isHeld();
    for (int slots = slots(); slots > 0; slots--) {
      if (!mayBegin(now)) {
        return;
      }
      Optional<Attempt> next = next(now, held);
      if (next.isEmpty()) {
        return;
      }
      Attempt attempt = next.get().startedAt(now);
      underWay.put(attempt.batch().number(), attempt);
      if (attempt.failures() == 0) {
        repeats.first(now);
      }
      pace.started(now, underWay.size());
      context.crashpoint().at(Moment.BEFORE_SEND);
      requests.start(attempt.batch());
      context.crashpoint().at(Moment.AFTER_SEND);
    }
  }

  /** How many requests may begin now. */
  private int slots() {
    Instant now = context.now();
    if (!mayStart(now)) {
      return 0;
    }
    int allowed = hold.allowed(now, Integer.MAX_VALUE) - requests.inFlight();
    allowed = Math.min(allowed, pace.free(now, requests.inFlight()));
    return Math.max(0, Math.min(allowed, requests.free()));
  }

  /** Asks for a place in the account's row only when there is something to send. */
  private boolean mayBegin(Instant now) {
    if (!intents.hasReady() && repeats.due().isAfter(now)) {
      return false;
    }
    boolean admitted = pace.admits(now);
    Duration closed = pace.closed();
    if (closed.isPositive()) {
      Failure used =
          Failure.of(ErrorCode.QUOTA_EXHAUSTED, "the day's requests of the settings are used up");
      stop(Ending.deferred(used.after(closed), now.plus(closed)));
    }
    return admitted;
  }

  /** A request must end while the lease is ours; a renewal that is late is waited for. */
  private boolean mayStart(Instant now) {
    if (quietUntil.isAfter(now)) {
      return false; // the process that this run was taken from may still have requests under way
    }
    if (context.lease().covers(policy.requestTimeout())) {
      uncovered = Instant.MAX;
      return true;
    }
    uncovered = uncovered.isAfter(now) ? now : uncovered;
    if (Duration.between(uncovered, now).compareTo(policy.retry().waitMax()) > 0) {
      throw new PenstockException(
          ErrorCode.LEASE_LOST,
          "Run %s stopped sending: its lease could not be renewed in time. Another process or the next run continues it."
              .formatted(context.run()));
    }
    return false;
  }

  /** While held, a batch that has not failed yet is the better probe. */
  private Optional<Attempt> next(Instant now, boolean held) {
    if (!held || !intents.hasReady()) {
      Optional<Attempt> repeat = repeats.takeDue(now);
      if (repeat.isPresent()) {
        return repeat;
      }
    }
    return intents.take();
  }

  private Duration patience() {
    if (ending.isEmpty() && intents.mayMap(slots())) {
      return Duration.ZERO;
    }
    Instant now = context.now();
    Instant wake = now.plus(uncovered.isAfter(now) ? LOOK_UP : RENEWAL_POLL);
    if (uncommitted) {
      wake = earlier(wake, lastCommit.plus(DeliveryPolicy.COMMIT_INTERVAL));
    }
    if (ending.isEmpty()) {
      wake = earlier(wake, nextStart(now, wake));
    }
    Duration wait = Duration.between(now, wake);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** When a request may begin that may not begin now. */
  private Instant nextStart(Instant now, Instant never) {
    if (quietUntil.isAfter(now)) {
      return quietUntil;
    }
    if (uncovered.isBefore(Instant.MAX)) {
      return never; // only the lease is waited for
    }
    if (hold.isHeld() && hold.until().isAfter(now)) {
      return hold.until();
    }
    boolean waits = intents.hasReady() || !repeats.isEmpty();
    if (waits && pace.next(now).isAfter(now)) {
      return pace.next(now);
    }
    boolean probing = hold.isHeld() && requests.inFlight() > 0;
    boolean full = requests.free() == 0 || pace.free(now, requests.inFlight()) == 0;
    return probing || full ? never : repeats.due();
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  // ---- answers --------------------------------------------------------------------------------

  private void answered(Requests.Ended ended) {
    Attempt sent = underWay.remove(ended.batch().number());
    if (sent == null) {
      throw new IllegalStateException("an answer for a batch that is not under way");
    }
    Attempt attempt = sent.answered(ended.answer().requestId());
    tally.request(attempt.failures() > 0 || attempt.division().isPresent());
    List<Outcome> outcomes = ended.answer().outcomes();
    if (outcomes.size() != attempt.batch().size()) {
      outcomes = Outcome.all(attempt.batch(), new Outcome.Unknown(mismatch(outcomes.size())));
    }
    Sorted sorted = sort(attempt, forbidden.read(attempt, outcomes));
    if (sorted.anyDecided) {
      hold.lifted(attempt.started());
    }
    letters.rejected(attempt, sorted.rejected);
    if (!sorted.divided.isEmpty()) {
      repeats.divide(attempt, sorted.divided, sorted.divideFailure.orElseThrow());
    }
    Optional<Failure> outage = sorted.outage(attempt.batch().size());
    outage
        .flatMap(failure -> hold.failed(failure, attempt.started(), context.now()))
        .ifPresent(this::stop);
    keepPace(attempt, ended, outage);
    if (!sorted.again.isEmpty()) {
      repeats.again(attempt, sorted.again, sorted.againFailure.orElseThrow());
    }
    attempt.division().ifPresent(division -> judge(division, sorted));
    stopWhenRejected();
    context.delivering(tally.decided());
  }

  /** What the answer says of how fast to go on; a destination that complains is left alone. */
  private void keepPace(Attempt attempt, Requests.Ended ended, Optional<Failure> outage) {
    Instant now = context.now();
    if (outage.isEmpty()) {
      pace.taken(ended.latency(), now);
    } else if (Hold.isCounted(outage.get().code())) {
      pace.failed(attempt.started(), now);
    } else {
      pace.complained(attempt.started(), now, Duration.between(now, hold.until()));
    }
    ended.answer().allowance().ifPresent(allowance -> told(allowance, now));
    if (outage.isPresent()) {
      for (Batch batch : requests.recall()) {
        Attempt unsent = Objects.requireNonNull(underWay.remove(batch.number()));
        repeats.unsent(unsent);
      }
      context.heldOff(hold.standing(pace.learned()));
    }
  }

  /** Of a pause that is too long for a run the next one hears. */
  private void told(Allowance allowance, Instant now) {
    boolean tooLong = allowance.until().compareTo(policy.retry().waitMax()) > 0;
    if (allowance.remaining() == 0 && tooLong) {
      Failure used = Failure.of(ErrorCode.RATE_LIMITED, "it said that nothing is left to use");
      stop(Ending.deferred(used.after(allowance.until()), now.plus(allowance.until())));
    } else {
      pace.told(allowance, now);
    }
  }

  private static Failure mismatch(int answers) {
    return Failure.of(
        ErrorCode.UNCLASSIFIED, "the answer speaks of %d other records".formatted(answers));
  }

  private Sorted sort(Attempt attempt, List<Outcome> outcomes) {
    Sorted sorted = new Sorted();
    Batch batch = attempt.batch();
    Instant now = context.now();
    for (int i = 0; i < batch.size(); i++) {
      Delivery record = batch.records().get(i);
      switch (outcomes.get(i)) {
        case Outcome.Accepted _ -> accepted(sorted, record, Disposition.DELIVERED, now);
        case Outcome.Skipped _ -> accepted(sorted, record, Disposition.SKIPPED, now);
        case Outcome.Rejected(Failure failure) -> rejected(sorted, attempt, i, failure);
        case Outcome.Retryable(Failure failure) -> {
          sorted.again.add(i);
          sorted.againFailure = Optional.of(failure);
        }
        case Outcome.Unknown(Failure failure) -> unknown(sorted, record, i, failure, now);
      }
    }
    intents.decided(attempt, sorted.decided);
    return sorted;
  }

  private void accepted(Sorted sorted, Delivery record, Disposition how, Instant now) {
    sorted.anyAccepted = true;
    sorted.anyDecided = true;
    sorted.decided++;
    doubts.confirmed(record.key(), now);
    decide(record, how);
  }

  private void rejected(Sorted sorted, Attempt attempt, int index, Failure failure) {
    boolean divisible = action.atomicRefusal() || action.level() != DeliveryLevel.D;
    if (failure.scope() == Scope.DESTINATION) {
      sorted.again.add(index);
      sorted.againFailure = Optional.of(failure);
      return;
    }
    sorted.anyDecided = true;
    if (failure.scope() == Scope.BATCH && attempt.batch().size() > 1 && divisible) {
      sorted.divided.add(index);
      sorted.divideFailure = Optional.of(failure);
    } else if (attempt.division().isPresent() && attempt.batch().size() == 1) {
      attempt.division().get().suspect(attempt, failure.in(Scope.RECORD));
    } else {
      sorted.rejected.add(new Letters.Rejection(index, failure.in(Scope.RECORD)));
      sorted.decided++;
      decide(attempt.batch().records().get(index), Disposition.DEAD_LETTERED);
    }
  }

  private void unknown(Sorted sorted, Delivery record, int index, Failure failure, Instant now) {
    sorted.unanswered++;
    sorted.silence = Optional.of(failure);
    bits.doubt(record.sequence());
    doubts.unknown(record, now);
    if (context.holdsAmbiguous()) {
      Failure ambiguous = Failure.of(ErrorCode.AMBIGUOUS, failure.status(), failure.theirs());
      sorted.rejected.add(new Letters.Rejection(index, ambiguous));
      sorted.decided++;
      decide(record, Disposition.DEAD_LETTERED);
    } else {
      sorted.again.add(index);
      sorted.againFailure = Optional.of(failure);
    }
  }

  private void decide(Delivery record, Disposition how) {
    limit.answered(how == Disposition.DEAD_LETTERED);
    decide(record.sequence(), record.kind(), how);
  }

  private void decide(long sequence, Kind kind, Disposition how) {
    bits.set(sequence, how);
    tally.decided(kind, how);
    uncommitted = true;
  }

  /** A part of a divided batch has its answers: who is guilty? */
  private void judge(Division division, Sorted sorted) {
    if (sorted.anyAccepted) {
      division.accepted();
    }
    if (sorted.again.isEmpty()) {
      division.ended();
    }
    if (division.blamesDestination()) {
      Failure failure = division.takeBlame();
      stop(Ending.failed(failure));
      return;
    }
    for (Division.Suspect suspect : division.takeGuilty()) {
      Attempt attempt = suspect.attempt();
      letters.rejected(attempt, List.of(new Letters.Rejection(0, suspect.failure())));
      decide(attempt.batch().records().getFirst(), Disposition.DEAD_LETTERED);
      intents.decided(attempt, 1);
    }
  }

  private void stopWhenRejected() {
    limit.exceeded(batcher.mapped()).map(Ending::failed).ifPresent(this::stop);
  }

  private void stop(Ending why) {
    if (ending.isEmpty()) {
      ending = Optional.of(why);
    }
  }

  // ---- record ---------------------------------------------------------------------------------

  private void commit() {
    Progress progress =
        new Progress(
            bits.takeDirty(),
            letters.take(),
            context.schedule(),
            doubts.take(),
            intents.takeClosed(),
            tally.requests(),
            tally.retries());
    uncommitted = false;
    lastCommit = context.now();
    if (progress.isEmpty()) {
      return;
    }
    context.crashpoint().at(Moment.BEFORE_RECORD);
    context.ledger().record(context.lease(), context.run(), progress);
    context.crashpoint().at(Moment.AFTER_RECORD);
  }
}
