package dev.penstock.engine.run;

import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.deliver.Requests;
import dev.penstock.engine.deliver.RequestsFactory;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.pace.Pace;
import dev.penstock.engine.pace.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The second half of a run: carries out a plan, from where an earlier attempt left off. */
final class Delivering {
  /** An older plan proves no longer that a row is gone. */
  static final Duration DELETE_AGE_MAX = Duration.ofMinutes(10);

  private final Ledger ledger;
  private final RequestsFactory factory;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Crashpoint crashpoint;

  Delivering(
      Ledger ledger,
      RequestsFactory factory,
      InstantSource clock,
      RandomGenerator random,
      Crashpoint crashpoint) {
    this.ledger = ledger;
    this.factory = factory;
    this.clock = clock;
    this.random = random;
    this.crashpoint = crashpoint;
  }

  Delivered deliver(CurrentRun run, Planned planned) {
    if (run.sendsNothing()) {
      return without(run, planned, Optional.empty());
    }
    SyncSpec sync = run.sync();
    Standing standing = standing(run);
    Origins origins = origins(run, planned);
    DoubtBook doubts = doubts(run, planned);
    Recovered recovered = recovered(planned, origins, doubts);
    CourierContext context =
        new CourierContext(
            ledger,
            run,
            sync.destination().action(),
            origins,
            new SteadyClock(clock),
            random,
            crashpoint,
            standing,
            new Pace(
                sync.delivery().pacing(),
                sync.delivery().concurrency(),
                ledger.accounts(),
                sync.destination().account(),
                standing.learned()),
            planned.summary().planned());
    boolean tooOldToDelete = planned.journal().isPresent() && isOld(run);
    try (Batcher batcher =
            new Batcher(context, planned.plan(), recovered, tooOldToDelete, planned.probes());
        Requests requests = factory.open(sync.destination(), sync.delivery())) {
      Letters letters = new Letters(planned.plan(), origins, recovered.bits());
      Optional<Ending> ending =
          new Courier(context, batcher, requests, recovered, doubts, letters).carry();
      run.stepEnded("deliver");
      return new Delivered(
          recovered.bits(), recovered.tally(), doubts.rest(clock.instant()), ending);
    }
  }

  /** Why reading the model would be in vain, if so: the destination wants to be left alone. */
  Optional<Ending> barred(CurrentRun run) {
    if (run.sendsNothing()) {
      return Optional.empty();
    }
    return Hold.barred(standing(run), run.sync().delivery().retry(), clock.instant());
  }

  private Standing standing(CurrentRun run) {
    return ledger.accounts().standing(run.sync().destination().account());
  }

  /** Takes a run for ended that kept killing its process: what is known of it counts. */
  Delivered giveUp(CurrentRun run, Planned planned) {
    Failure failure =
        Failure.of(
            ErrorCode.CRASH_LOOP, "%d processes died over it".formatted(SyncRunner.ATTEMPTS_MAX));
    return without(run, planned, Optional.of(Ending.failed(failure)));
  }

  private Delivered without(CurrentRun run, Planned planned, Optional<Ending> ending) {
    DoubtBook doubts = doubts(run, planned);
    Recovered recovered = recovered(planned, origins(run, planned), doubts);
    return new Delivered(recovered.bits(), recovered.tally(), doubts.rest(clock.instant()), ending);
  }

  private Recovered recovered(Planned planned, Origins origins, DoubtBook doubts) {
    return planned
        .journal()
        .map(journal -> Recovered.of(journal, planned.plan(), origins, doubts, clock.instant()))
        .orElseGet(Recovered::nothing);
  }

  private static DoubtBook doubts(CurrentRun run, Planned planned) {
    DeliveryPolicy policy = run.sync().delivery();
    return new DoubtBook(planned.doubts(), policy.requestTimeout().plus(policy.quietPeriod()));
  }

  private static Origins origins(CurrentRun run, Planned planned) {
    return new Origins(origin(run), planned.doubts(), planned.letters());
  }

  private boolean isOld(CurrentRun run) {
    Instant began = run.start().started();
    return Duration.between(began, clock.instant()).compareTo(DELETE_AGE_MAX) > 0;
  }

  /** The number that the ids of this run's new changes are made from. */
  private static long origin(CurrentRun run) {
    return com.dynatrace.hash4j.hashing.Hashing.xxh3_64(run.state().seed())
        .hashCharsToLong(run.id());
  }
}
