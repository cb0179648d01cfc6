package dev.penstock.engine.run;

import dev.penstock.engine.diff.Diff;
import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.Parked;
import dev.penstock.engine.diff.ParkedKeys;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.diff.PlanRequest.OlderMapping;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.Planner;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.map.FieldMapping;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.engine.run.Crashpoint.Moment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The first half of a run: reads the model and leaves a durable plan. Sends nothing. */
final class Planning {
  private final Ledger ledger;
  private final Planner planner;
  private final InstantSource clock;
  private final Crashpoint crashpoint;

  Planning(Ledger ledger, Planner planner, InstantSource clock, Crashpoint crashpoint) {
    this.ledger = ledger;
    this.planner = planner;
    this.clock = clock;
    this.crashpoint = crashpoint;
  }

  /**
   * Extract, diff, plan; recorded as sealed at the end. A plan that the guard objects to is not:
   * sealed means that it may go out, also when another process takes the run up.
   */
  Planned plan(CurrentRun run) {
    Planned planned = approved(run, find(run));
    crashpoint.at(Moment.PLAN_SEALED);
    if (planned.objection().isEmpty()) {
      ledger.sealed(run.lease(), run.id(), planned.summary());
      crashpoint.at(Moment.PLAN_RECORDED);
    }
    run.listener().planned(planned.summary());
    return planned;
  }

  /** A person looked at numbers like these and said yes; that is good for one run. */
  private Planned approved(CurrentRun run, Planned planned) {
    boolean yes =
        planned.objection().isPresent()
            && ledger.takeApproval(run.lease(), Mass.of(planned.summary()));
    return yes ? planned.approved() : planned;
  }

  /** The same without a word to the ledger, for a look at what a run would do. */
  Planned find(CurrentRun run) {
    SyncSpec sync = run.sync();
    HeldSummary held = planner.summary(run.state());
    List<ParkedLetter> letters = ledger.parked(run.lease());
    List<Doubt> doubts = ledger.doubts(run.lease());
    List<ParkedLetter> chosen = chosen(run, letters);
    List<OlderMapping> older = older(run, held);
    ExtractRequest request =
        new ExtractRequest(
            sync.model(),
            run.mapping().columns(),
            columns(older),
            sync.limits(),
            keys(run, chosen));
    Set<KeyHash> wanted =
        chosen.stream().map(ParkedLetter::key).collect(Collectors.toUnmodifiableSet());
    Set<KeyHash> probes = probes(run, letters);
    boolean whole = request.keys().isEmpty();
    boolean startFromNow =
        run.rebases()
            || (whole && run.isFirst() && sync.firstRun() == SyncSpec.FirstRun.START_FROM_NOW);
    try (Timed extraction = new Timed(opened(sync.source(), request), clock, crashpoint)) {
      Plan plan =
          planner.plan(
              new PlanRequest(
                  run.state(),
                  run.id(),
                  new Diff(sync.selection(), startFromNow),
                  whole,
                  wanted,
                  run.mapping(),
                  older,
                  parked(letters, wanted, probes, run),
                  sync.limits(),
                  rows -> reading(run, rows, held.lastRead())),
              extraction);
      run.stepEnded("extract", extraction.ended());
      run.stepEnded("plan");
      return new Planned(
          plan,
          plan.summary(),
          letters,
          doubts,
          probes,
          objection(run, plan.summary(), held),
          Optional.empty());
    }
  }

  /** The plan of a run whose process died, with what had been done of it. */
  Planned reopen(CurrentRun run) {
    List<ParkedLetter> letters = ledger.parked(run.lease());
    List<Doubt> doubts = ledger.doubts(run.lease());
    Journal journal = ledger.journal(run.lease(), run.id());
    PlanSummary summary = ledger.plan(run.lease(), run.id());
    Plan plan = planner.reopen(run.state(), run.id());
    return new Planned(
        plan, summary, letters, doubts, Set.of(), Optional.empty(), Optional.of(journal));
  }

  private static void reading(CurrentRun run, long rows, long expected) {
    if (run.options().cancelled().getAsBoolean()) {
      throw new PenstockException(
          ErrorCode.CANCELLED,
          "Run %s was cancelled while it read the model. Nothing was sent; run again when it suits."
              .formatted(run.id()));
    }
    run.listener().reading(rows, expected);
  }

  private static Optional<String> objection(CurrentRun run, PlanSummary plan, HeldSummary held) {
    return run.options().massChangeAllowed() || run.confirms()
        ? Optional.empty()
        : run.sync().guard().objection(plan, held);
  }

  private static List<OlderMapping> older(CurrentRun run, HeldSummary held) {
    List<OlderMapping> older = new ArrayList<>();
    for (HeldSummary.LiveVersion live : held.versions()) {
      if (live.version() != run.mapping().version()) {
        older.add(
            new OlderMapping(
                live.slot(),
                FieldMapping.read(live.definition(), run.sync().destination().action())));
      }
    }
    return older;
  }

  private static ColumnUse columns(List<OlderMapping> older) {
    Set<String> names = new LinkedHashSet<>();
    for (OlderMapping mapping : older) {
      switch (mapping.mapping().columns()) {
        case ColumnUse.All all -> {
          return all;
        }
        case ColumnUse.Only(var some) -> names.addAll(some);
      }
    }
    return new ColumnUse.Only(names);
  }

  /** After a stop over refusals a few open letters tell whether the cause is mended. */
  private static Set<KeyHash> probes(CurrentRun run, List<ParkedLetter> letters) {
    return run.isAfterRefusals() && run.options().purpose() instanceof Purpose.Sync
        ? letters.stream()
            .filter(letter -> !letter.discarded())
            .limit(RejectionLimit.PROBES_MAX)
            .map(ParkedLetter::key)
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  /** The letters that a person chose; what was discarded has to be restored first. */
  private static List<ParkedLetter> chosen(CurrentRun run, List<ParkedLetter> letters) {
    Predicate<ParkedLetter> isMeant =
        switch (run.options().purpose()) {
          case Purpose.Sync _, Purpose.Rebase _ -> _ -> false;
          case Purpose.Letters(Reprocess asked) -> letter -> asked.keys().contains(letter.row());
          case Purpose.Confirm(Set<String> changes) ->
              letter -> changes.contains(letter.change().toString());
        };
    return letters.stream().filter(isMeant).filter(letter -> !letter.discarded()).toList();
  }

  /** Whose rows are read, where it is not the whole model. */
  private static Optional<List<RowKey>> keys(CurrentRun run, List<ParkedLetter> chosen) {
    return switch (run.options().purpose()) {
      case Purpose.Sync _, Purpose.Rebase _ -> Optional.empty();
      case Purpose.Letters(Reprocess asked) -> Optional.of(List.copyOf(asked.keys()));
      case Purpose.Confirm _ -> {
        if (chosen.isEmpty()) {
          throw new PenstockException(
              ErrorCode.CONFIG_INVALID,
              "None of these dead letters is open any more, so there is nothing to confirm.");
        }
        yield Optional.of(chosen.stream().map(ParkedLetter::row).toList());
      }
    };
  }

  private static Extraction opened(Source source, ExtractRequest request) {
    Extraction rows = source.extract(request);
    return request.keys().isPresent() ? new WantedRows(rows, request.keys().get()) : rows;
  }

  private ParkedKeys parked(
      List<ParkedLetter> letters, Set<KeyHash> wanted, Set<KeyHash> probes, CurrentRun run) {
    if (letters.isEmpty()) {
      return ParkedKeys.NONE;
    }
    Instant now = clock.instant();
    Map<KeyHash, Parked> byKey = new HashMap<>();
    for (ParkedLetter letter : letters) {
      boolean due = !letter.discarded() && isDue(letter, now, wanted, probes, run.options());
      boolean arrived = run.confirms() && wanted.contains(letter.key());
      byKey.put(letter.key(), new Parked(letter.target(), due, letter.forever(), arrived));
    }
    return key -> byKey.getOrDefault(key, Parked.NONE);
  }

  private static boolean isDue(
      ParkedLetter letter,
      Instant now,
      Set<KeyHash> wanted,
      Set<KeyHash> probes,
      RunOptions options) {
    if (options.reprocess().isPresent()) {
      return options.reprocess().get().evenUnchanged() && wanted.contains(letter.key());
    }
    return options.retryAll() || probes.contains(letter.key()) || !letter.notBefore().isAfter(now);
  }

  /** Notes when the last row came. */
  private static final class Timed implements Extraction {
    private final Extraction rows;
    private final InstantSource clock;
    private final Crashpoint crashpoint;
    private Instant ended;

    Timed(Extraction rows, InstantSource clock, Crashpoint crashpoint) {
      this.rows = rows;
      this.clock = clock;
      this.crashpoint = crashpoint;
      this.ended = clock.instant();
      crashpoint.at(Moment.EXTRACT_OPEN);
    }

    Instant ended() {
      return ended;
    }

    @Override
    public Columns columns() {
      return rows.columns();
    }

    @Override
    public boolean next(RowWriter row) {
      boolean more = rows.next(row);
      if (more) {
        crashpoint.at(Moment.EXTRACT_ROW);
      } else {
        ended = clock.instant();
        crashpoint.at(Moment.EXTRACT_DONE);
      }
      return more;
    }

    @Override
    public long rowsSent() {
      return rows.rowsSent();
    }

    @Override
    public void cancel() {
      rows.cancel();
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
