package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.ChangeId;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.deliver.Requests;
import dev.penstock.engine.deliver.RequestsFactory;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    SyncSpec sync = run.sync();
    OutcomeBits bits = new OutcomeBits();
    Tally tally = new Tally();
    Journal journal = planned.journal().orElse(new Journal(List.of(), List.of(), 0, 0));
    journal.outcomes().forEach(bits::restore);
    tally.restore(journal.requests(), journal.retries());

    Origins origins = new Origins(origin(run), planned.doubts(), planned.letters());
    Duration waiting = sync.delivery().requestTimeout().plus(sync.delivery().quietPeriod());
    DoubtBook doubts = new DoubtBook(planned.doubts(), waiting);
    Reopened reopened = new Reopened(journal.opened(), bits);
    boolean tooOldToDelete = planned.journal().isPresent() && isOld(run);
    CourierContext context =
        new CourierContext(
            ledger,
            run,
            sync.destination().action(),
            origins,
            clock,
            random,
            crashpoint,
            planned.summary().planned());
    try (Batcher batcher =
            new Batcher(context, planned.plan(), bits, tally, doubts, reopened, tooOldToDelete);
        Requests requests = factory.open(sync.destination(), sync.delivery())) {
      Letters letters = new Letters(planned.plan(), origins, bits);
      Optional<Ending> ending =
          new Courier(context, batcher, requests, bits, tally, doubts, letters).carry();
      run.stepEnded("deliver");
      return new Delivered(bits, tally, doubts.rest(clock.instant()), ending);
    }
  }

  /** Takes a run for ended that kept killing its process: what is known of it counts. */
  Delivered giveUp(CurrentRun run, Planned planned) {
    OutcomeBits bits = new OutcomeBits();
    Tally tally = new Tally();
    Journal journal = planned.journal().orElseThrow();
    journal.outcomes().forEach(bits::restore);
    tally.restore(journal.requests(), journal.retries());
    Duration waiting =
        run.sync().delivery().requestTimeout().plus(run.sync().delivery().quietPeriod());
    DoubtBook doubts = new DoubtBook(planned.doubts(), waiting);
    Reopened reopened = new Reopened(journal.opened(), bits);
    Origins origins = new Origins(origin(run), planned.doubts(), planned.letters());
    try (PlanCursor cursor = planned.plan().cursor(0)) {
      while (cursor.next()) {
        Kind kind = cursor.decision().kind();
        Disposition known = bits.of(cursor.sequence());
        if (known != Disposition.NONE) {
          tally.decided(kind, known);
        } else if (reopened.isOpened(cursor.sequence())) {
          long origin = origins.of(cursor.key(), kind, cursor.target());
          ChangeId change = ChangeId.of(origin, cursor.key(), kind, cursor.target());
          Delivery record = new Delivery(cursor.sequence(), cursor.key(), cursor.target(), change);
          doubts.unknown(record, kind, origin, clock.instant());
        }
      }
    }
    Failure failure =
        Failure.of(
            ErrorCode.CRASH_LOOP, "%d processes died over it".formatted(SyncRunner.ATTEMPTS_MAX));
    return new Delivered(
        bits, tally, doubts.rest(clock.instant()), Optional.of(Ending.failed(failure)));
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
