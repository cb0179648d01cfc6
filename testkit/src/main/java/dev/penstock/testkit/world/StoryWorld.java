package dev.penstock.testkit.world;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.deliver.Pacing;
import dev.penstock.engine.deliver.RetryPolicy;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.Tag;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.Guard;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.LetterSchedule;
import dev.penstock.engine.run.Purpose;
import dev.penstock.engine.run.Reprocess;
import dev.penstock.engine.run.RunListener;
import dev.penstock.engine.run.RunOptions;
import dev.penstock.engine.run.RunReport;
import dev.penstock.engine.run.SyncIdentity;
import dev.penstock.engine.run.SyncRunner;
import dev.penstock.engine.run.SyncSpec;
import dev.penstock.testkit.ledger.InMemoryLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sync whose rows, answers, deaths and clock are told step by step: the real runner and the real
 * planner around a source, a tool and a ledger in memory. Defaults are a mirror of the whole row to
 * an upserting tool, one request at a time. Used by one thread.
 */
public final class StoryWorld {
  private static final String PROJECT = "story";
  private static final String SYNC = "people_to_tool";

  /** The mapping that sends the whole row. */
  public static final String WHOLE_ROW = "{\"data\":{\"@path\":\"$.properties\"}}";

  private final SettableClock clock = new SettableClock();
  private final Timeline timeline = new Timeline(clock);
  private final Random random = new Random(7);
  private final PlannerBox box;
  private final InMemoryLedger ledger = new InMemoryLedger(clock, new Random(8));
  private final StoryTool tool = new StoryTool(clock, timeline);
  private final StorySource source =
      new StorySource(
          List.of(
              new Column("id", Tag.NUMBER, "int4"),
              new Column("email", Tag.TEXT, "text"),
              new Column("note", Tag.TEXT, "text")));
  private final List<SimulatedRequests> opened = new ArrayList<>();
  private InMemoryLedger process = ledger;
  private String address = "tool-a";
  private String mapping = WHOLE_ROW;
  private Selection selection = Selection.MIRROR;
  private SyncSpec.FirstRun firstRun = SyncSpec.FirstRun.SEND_ALL;
  private DeliveryLevel level = DeliveryLevel.B;
  private boolean atomic;
  private DeliveryPolicy policy =
      new DeliveryPolicy(
          10,
          1 << 20,
          1,
          Duration.ofSeconds(20),
          Duration.ofSeconds(12),
          RetryPolicy.DEFAULT,
          DeliveryPolicy.OnAmbiguous.RESEND,
          500,
          20,
          Pacing.FREE);
  private Guard guard = Guard.DEFAULT;
  private int cancelAfter = Integer.MAX_VALUE;
  private Optional<Crashpoint.Moment> deathAt = Optional.empty();
  private int deathCount;
  private Duration mappingTime = Duration.ZERO;
  private final List<Crashpoint.Moment> moments = new ArrayList<>();
  private final Map<String, String> discarded = new HashMap<>();
  private int runs;

  public StoryWorld(PlannerBox box) {
    this.box = box;
  }

  // ---- how it is set up -----------------------------------------------------------------------

  public StoryTool tool() {
    return tool;
  }

  public InMemoryLedger ledger() {
    return ledger;
  }

  /** The model's columns; the first {@code keys} of them identify a row. */
  public StoryWorld columns(int keys, Column... columns) {
    source.columns(keys, List.of(columns));
    return this;
  }

  /** What the model holds from now on. */
  public StoryWorld rows(StoryRow... rows) {
    source.rows(List.of(rows));
    return this;
  }

  public StoryWorld rows(List<StoryRow> rows) {
    source.rows(List.copyOf(rows));
    return this;
  }

  /** So many rows of each reading get lost without the driver noticing. */
  public StoryWorld loseRows(int count) {
    source.lose(count);
    return this;
  }

  /** The definition of the mapping; the action's one field is {@code data}. */
  public StoryWorld mapping(String definition) {
    mapping = definition;
    return this;
  }

  public StoryWorld selection(boolean added, boolean updated, boolean deleted) {
    selection = new Selection(added, updated, deleted);
    return this;
  }

  public StoryWorld startFromNow() {
    firstRun = SyncSpec.FirstRun.START_FROM_NOW;
    return this;
  }

  public StoryWorld level(DeliveryLevel delivery) {
    level = delivery;
    return this;
  }

  /** A request refused as a whole stored nothing. */
  public StoryWorld refusesAtomically() {
    atomic = true;
    return this;
  }

  public StoryWorld address(String destination) {
    address = destination;
    return this;
  }

  public StoryWorld batches(int records, int concurrency) {
    return policy(
        records, concurrency, policy.onAmbiguous(), policy.stopAfter(), policy.stopPercent());
  }

  public StoryWorld holdsAmbiguous() {
    return policy(
        policy.batchRecords(),
        policy.concurrency(),
        DeliveryPolicy.OnAmbiguous.HOLD,
        policy.stopAfter(),
        policy.stopPercent());
  }

  public StoryWorld stopWhenRejected(int after, int percent) {
    return policy(
        policy.batchRecords(), policy.concurrency(), policy.onAmbiguous(), after, percent);
  }

  private StoryWorld policy(
      int records, int concurrency, DeliveryPolicy.OnAmbiguous ambiguous, int after, int percent) {
    policy =
        new DeliveryPolicy(
            records,
            policy.batchBytes(),
            concurrency,
            policy.requestTimeout(),
            policy.quietPeriod(),
            policy.retry(),
            ambiguous,
            after,
            percent,
            policy.pacing());
    return this;
  }

  /** How fast the sync may send. */
  public StoryWorld pacing(Pacing pacing) {
    policy =
        new DeliveryPolicy(
            policy.batchRecords(),
            policy.batchBytes(),
            policy.concurrency(),
            policy.requestTimeout(),
            policy.quietPeriod(),
            policy.retry(),
            policy.onAmbiguous(),
            policy.stopAfter(),
            policy.stopPercent(),
            pacing);
    return this;
  }

  public Instant now() {
    return clock.instant();
  }

  public StoryWorld guard(Guard limits) {
    guard = limits;
    return this;
  }

  public SyncIdentity identity() {
    return spec().identity();
  }

  // ---- what happens ---------------------------------------------------------------------------

  /** A person discards the open letter of a record. */
  public void discard(String id, boolean forever) {
    String letter =
        letters().stream().filter(open -> open.key().equals(id)).findFirst().orElseThrow().id();
    ledger.decisions().discard(PROJECT, List.of(letter), forever, "", "ada");
    discarded.put(id, letter);
  }

  /** They take that back. */
  public void restore(String id) {
    ledger
        .decisions()
        .restore(PROJECT, List.of(Optional.ofNullable(discarded.get(id)).orElseThrow()), "ada");
  }

  /** A person says yes to the run that the guard stopped. */
  public void approve(String run) {
    ledger.decisions().decide(PROJECT, run, true, "", "ada");
  }

  /** Time passes, with everything that happens in it. */
  public StoryWorld tick(Duration time) {
    timeline.pass(time);
    return this;
  }

  /** So long from now the machine's clock is set back. */
  public StoryWorld clockSetBack(Duration after, Duration by) {
    timeline.in(after, () -> timeline.setBack(by));
    return this;
  }

  /** So long takes the mapping of each batch. */
  public StoryWorld mappingTakes(Duration time) {
    mappingTime = time;
    return this;
  }

  /** The next run is cancelled once the tool was sent so many requests. */
  public StoryWorld cancelAfter(int requests) {
    cancelAfter = requests;
    return this;
  }

  /** Another process without the old one's data folder lock continues; the old one is silent. */
  public StoryWorld takenOver() {
    process = ledger.process("other", Optional.empty());
    ledger.expireLeases();
    return this;
  }

  /** A run about the letters of these keys only. */
  public RunReport reprocess(boolean evenUnchanged, String... keys) {
    Set<RowKey> rows = Arrays.stream(keys).map(RowKey::of).collect(Collectors.toSet());
    return run(false, false, new Purpose.Letters(new Reprocess(rows, evenUnchanged)));
  }

  /** A person found the records of these open letters at the destination. */
  public RunReport confirm(String... keys) {
    return run(false, false, confirmed(keys));
  }

  private Purpose confirmed(String... keys) {
    Set<String> meant = Set.of(keys);
    return new Purpose.Confirm(
        letters().stream()
            .filter(letter -> meant.contains(letter.key()))
            .map(History.Letter::change)
            .collect(Collectors.toSet()));
  }

  /** A person says that the destination is right as it is. */
  public RunReport rebase() {
    return run(false, false, new Purpose.Rebase());
  }

  /** The process of such a run dies. */
  public void rebaseDyingAt(Crashpoint.Moment moment, int nth) {
    deathAt = Optional.of(moment);
    deathCount = nth;
    mustDie(this::rebase);
  }

  /** The process of a confirmation dies. */
  public void confirmDyingAt(Crashpoint.Moment moment, int nth, String... keys) {
    Purpose meant = confirmed(keys);
    deathAt = Optional.of(moment);
    deathCount = nth;
    mustDie(() -> run(false, false, meant));
  }

  /** How many rows of the model were read so far. */
  public int rowsRead() {
    return source.rowsRead();
  }

  /** A scheduled run. */
  public RunReport run() {
    return run(false, false);
  }

  /** A run that a person starts: every open letter is tried again. */
  public RunReport runByAPerson() {
    return run(true, false);
  }

  public RunReport runAllowingMassChange() {
    return run(false, true);
  }

  /** A run whose process dies when it passes this moment for the n-th time, from 1. */
  public void runDyingAt(Crashpoint.Moment moment, int nth) {
    deathAt = Optional.of(moment);
    deathCount = nth;
    mustDie();
  }

  /** A run whose process dies so long after its beginning. */
  public void runDyingAfter(Duration time) {
    timeline.in(time, this::die);
    mustDie();
  }

  /** The process of a run about these letters dies likewise. */
  public void reprocessDyingAt(Crashpoint.Moment moment, int nth, String... keys) {
    deathAt = Optional.of(moment);
    deathCount = nth;
    mustDie(() -> reprocess(false, keys));
  }

  private void mustDie() {
    mustDie(this::run);
  }

  private void mustDie(Runnable run) {
    try {
      run.run();
    } catch (SimulatedCrash crash) {
      deathAt = Optional.empty();
      return;
    }
    throw new AssertionError("the run ended before its process could die");
  }

  private void die() {
    ledger.crash();
    box.crash(random);
    opened.forEach(SimulatedRequests::die);
    throw new SimulatedCrash("the story's word");
  }

  private void at(Crashpoint.Moment moment) {
    moments.add(moment);
    if (moment == Crashpoint.Moment.MAPPED) {
      clock.advance(mappingTime);
    }
    if (deathAt.filter(moment::equals).isPresent() && --deathCount == 0) {
      die();
    }
  }

  private RunReport run(boolean retryAll, boolean massChangeAllowed) {
    return run(retryAll, massChangeAllowed, new Purpose.Sync());
  }

  private RunReport run(boolean retryAll, boolean massChangeAllowed, Purpose purpose) {
    opened.clear();
    moments.clear();
    SyncRunner runner =
        new SyncRunner(
            process,
            box.open(this::at),
            (destination, delivery) -> {
              var requests =
                  new SimulatedRequests(clock, timeline, tool::react, delivery.concurrency());
              opened.add(requests);
              return requests;
            },
            clock,
            random,
            this::at);
    int cancelled = cancelAfter;
    cancelAfter = Integer.MAX_VALUE;
    int before = tool.requests();
    var options =
        new RunOptions(
            "run_%06d".formatted(++runs),
            purpose.trigger(retryAll ? "manual" : "schedule"),
            "",
            retryAll,
            massChangeAllowed,
            purpose,
            () -> tool.requests() - before >= cancelled);
    return runner.run(spec(), options, RunListener.NONE);
  }

  private SyncSpec spec() {
    var action =
        new Action(
            "send",
            "Keeps what it is given under its id.",
            List.of(new Action.ActionField("data", "The record.", false)),
            Optional.of("data"),
            level,
            10_000,
            4 << 20,
            atomic);
    return new SyncSpec(
        PROJECT,
        SYNC,
        source,
        new Model("people", new Model.Rows.Table("people"), source.key()),
        new SimulatedDestination(address, action),
        (Json.Obj) JsonReader.read(mapping),
        selection,
        firstRun,
        policy,
        guard,
        LetterSchedule.DEFAULT,
        RowLimits.DEFAULT);
  }

  // ---- what people see ------------------------------------------------------------------------

  /** What the last run passed, in order. */
  public List<Crashpoint.Moment> moments() {
    return List.copyOf(moments);
  }

  /** The open dead letters, newest first. */
  public List<History.Letter> letters() {
    return ledger.letters(PROJECT, Optional.of(SYNC), 100_000);
  }

  /** A letter by its id, open or closed. */
  public History.Letter letter(String id) {
    return ledger.letter(PROJECT, id).orElseThrow();
  }
}
