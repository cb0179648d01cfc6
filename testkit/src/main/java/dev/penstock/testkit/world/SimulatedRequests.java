package dev.penstock.testkit.world;

import dev.penstock.engine.deliver.Answer;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.deliver.Requests;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.row.KeyHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests on the simulated timeline: what each does and answers is drawn from the seed. */
final class SimulatedRequests implements Requests {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

  private final SettableClock clock;
  private final Timeline timeline;
  private final Function<Batch, Reaction> tool;
  private final int concurrency;
  private final Set<KeyHash> keysUnderWay = new HashSet<>();
  private final List<Ended> ended = new ArrayList<>();
  private int inFlight;
  private long acceptedAnswers;
  private boolean dead;
  private Instant notBefore = Instant.MIN;

  /**
   * @param tool says what becomes of a request, when it begins
   */
  SimulatedRequests(
      SettableClock clock, Timeline timeline, Function<Batch, Reaction> tool, int concurrency) {
    this.clock = clock;
    this.timeline = timeline;
    this.tool = tool;
    this.concurrency = concurrency;
  }

  /** How a request goes: how long, and what is answered when that time is over. */
  record Reaction(Duration latency, Supplier<List<Outcome>> outcomes) {}

  /** How many records were answered as accepted. */
  long acceptedAnswers() {
    return acceptedAnswers;
  }

  @Override
  public int free() {
    return concurrency - inFlight;
  }

  @Override
  public int inFlight() {
    return inFlight;
  }

  @Override
  public void start(Batch batch) {
    if (clock.instant().isBefore(notBefore)) {
      throw new AssertionError(
          "I16: a request at %s, not wanted before %s".formatted(clock.instant(), notBefore));
    }
    for (Delivery record : batch.records()) {
      if (!keysUnderWay.add(record.key())) {
        throw new AssertionError("I5: two requests for one key at once");
      }
    }
    Reaction reaction = tool.apply(batch);
    inFlight++;
    Instant began = clock.instant();
    timeline.in(
        reaction.latency(),
        () -> {
          Answer answer = new Answer(reaction.outcomes().get(), 0, "");
          ended.add(new Ended(batch, answer, Duration.between(began, clock.instant())));
        });
  }

  @Override
  public List<Ended> await(Duration wait) {
    Instant until = clock.instant().plus(wait);
    boolean more = true;
    while (ended.isEmpty() && more) {
      more = timeline.step(Duration.between(clock.instant(), until));
    }
    List<Ended> taken = List.copyOf(ended);
    ended.clear();
    for (Ended one : taken) {
      inFlight--;
      keepAsked(one.answer().outcomes());
      one.batch().records().forEach(record -> keysUnderWay.remove(record.key()));
      if (one.answer().outcomes().size() == one.batch().size()) {
        acceptedAnswers +=
            one.answer().outcomes().stream().filter(Outcome.Accepted.class::isInstance).count();
      }
    }
    return taken;
  }

  /** What the tool asked for binds from the moment at which its answer is taken. */
  private void keepAsked(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Retryable(Failure failure)
          && failure.scope() == Scope.DESTINATION
          && failure.retryAfter().isPresent()) {
        Instant until = clock.instant().plus(failure.retryAfter().get());
        notBefore = until.isAfter(notBefore) ? until : notBefore;
      }
    }
  }

  /** The process is dead: nobody waits for its requests any more. */
  void die() {
    dead = true;
  }

  /** A living process lets its requests come to their ends. */
  @Override
  public void close() {
    while (!dead && inFlight > 0) {
      await(CLOSE_WAIT);
    }
  }
}
