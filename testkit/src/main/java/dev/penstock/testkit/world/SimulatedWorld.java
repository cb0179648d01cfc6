package dev.penstock.testkit.world;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.deliver.Pacing;
import dev.penstock.engine.deliver.RetryPolicy;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.Guard;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.LetterSchedule;
import dev.penstock.engine.run.Purpose;
import dev.penstock.engine.run.RunListener;
import dev.penstock.engine.run.RunOptions;
import dev.penstock.engine.run.RunReport;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.engine.run.SyncRunner;
import dev.penstock.engine.run.SyncSpec;
import dev.penstock.testkit.ledger.InMemoryLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sync that lives through changing rows, failing requests, lost answers, dying processes and
 * passing time, all drawn from one seed, with the real runner and the real planner. After the storm
 * everything is healed, and the tool must hold what the model holds.
 */
public final class SimulatedWorld {
  private static final String PROJECT = "storm";
  private static final String SYNC = "people_to_tool";

  /** The request timeout plus the quiet period; no request takes effect later than that. */
  private static final Duration LATE_MAX = Duration.ofSeconds(30);

  private static final int MOMENTS_MAX = 120;
  private static final int GUARD_ROWS = 5;

  private final Random random;
  private final SettableClock clock = new SettableClock();
  private final Timeline timeline = new Timeline(clock);
  private final PlannerBox box;
  private final InMemoryLedger ledger;
  private final SimulatedSource source;
  private final SimulatedTool tool;
  private final SimulatedFaults faults;
  private final SimulatedPeople people;
  private final DeliveryLevel level;
  private final Selection selection;
  private final boolean atomic;
  private final Map<Integer, List<Row>> formerRows = new HashMap<>();
  private MappingChoice mapping = MappingChoice.WHOLE_ROW;
  private int runs;
  private int crashes;
  private int nextId = 1;
  private int breakdowns;
  private @Nullable SimulatedRequests alive;
  private final boolean guarded;
  private final DeliveryPolicy.OnAmbiguous onAmbiguous;
  private boolean settledOnce;
  private boolean calm;

  public SimulatedWorld(long seed, PlannerBox box) {
    this.random = new Random(seed);
    this.box = box;
    this.ledger = new InMemoryLedger(clock, new Random(seed + 1));
    this.source = new SimulatedSource(random);
    this.level =
        switch (random.nextInt(8)) {
          case 0 -> DeliveryLevel.A;
          case 1 -> DeliveryLevel.D;
          case 2 -> DeliveryLevel.C;
          default -> DeliveryLevel.B;
        };
    this.selection =
        level == DeliveryLevel.D
            ? new Selection(true, false, false)
            : random.nextInt(5) == 0 ? Selection.ADDED_AND_UPDATED : Selection.MIRROR;
    this.guarded = random.nextInt(4) == 0;
    this.onAmbiguous =
        random.nextInt(3) == 0
            ? DeliveryPolicy.OnAmbiguous.HOLD
            : DeliveryPolicy.OnAmbiguous.RESEND;
    this.tool = new SimulatedTool(level);
    this.people = new SimulatedPeople(ledger, PROJECT, SYNC, source, tool, random);
    this.atomic = random.nextBoolean();
    this.faults = new SimulatedFaults(tool, timeline, random, atomic, LATE_MAX);
  }

  /** How many processes died in this storm. */
  public int crashes() {
    return crashes;
  }

  /** Lives through a storm and checks the end of it. */
  public void storm() {
    int rounds = 2 + random.nextInt(5);
    for (int i = 0; i < rounds; i++) {
      changeRows();
      chooseFaults();
      boolean anyhow = !guarded && random.nextInt(5) != 0;
      if (random.nextInt(2) == 0) {
        people.lookAtLetters().ifPresent(purpose -> run(random.nextInt(4) == 0, anyhow, purpose));
      }
      run(random.nextInt(3) == 0, anyhow, new Purpose.Sync());
      timeline.pass(Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(90) : 2400));
    }
    calm();
    check();
  }

  // ---- the weather ----------------------------------------------------------------------------

  private void changeRows() {
    int changes = random.nextInt(12);
    for (int i = 0; i < changes; i++) {
      List<Integer> ids = new ArrayList<>(source.rows().keySet());
      boolean add = ids.isEmpty() || random.nextInt(3) == 0;
      int id = add ? nextId++ : ids.get(random.nextInt(ids.size()));
      Row now = source.rows().get(id);
      if (now != null) {
        formerRows.computeIfAbsent(id, key -> new ArrayList<>()).add(now);
      }
      if (!add && random.nextInt(4) == 0) {
        source.rows().remove(id);
      } else {
        source.rows().put(id, newRow(id));
      }
    }
    if (level != DeliveryLevel.D && random.nextInt(5) == 0) {
      List<MappingChoice> choices = List.of(MappingChoice.values());
      mapping = choices.get(random.nextInt(choices.size()));
    }
    if (!formerRows.isEmpty() && random.nextInt(4) == 0) {
      reviveSomeRow();
    }
  }

  /** A deleted row comes back, often just as it was. */
  private void reviveSomeRow() {
    List<Integer> ids = new ArrayList<>(formerRows.keySet());
    int id = ids.get(random.nextInt(ids.size()));
    source.rows().put(id, formerRows.getOrDefault(id, List.of()).getLast());
  }

  private Row newRow(int id) {
    List<Row> former = formerRows.getOrDefault(id, List.of());
    if (!former.isEmpty() && random.nextInt(3) == 0) {
      return former.get(random.nextInt(former.size())); // back to an earlier value
    }
    String kind = random.nextInt(12) == 0 ? "bad" : random.nextInt(24) == 0 ? "nan" : "p";
    String email = kind + random.nextInt(1000) + "@example.org";
    return new Row(id, email, random.nextBoolean() ? null : "n" + random.nextInt(3));
  }

  private void chooseFaults() {
    faults.heal();
    source.heal();
    faults.rate(random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.8);
    int size = source.rows().size();
    switch (random.nextInt(12)) {
      case 0 -> faults.expireLogin();
      case 1 -> faults.goDown();
      case 2 -> source.dieAtRow(random.nextInt(size + 1));
      case 3 -> source.loseRows(1 + random.nextInt(3));
      case 4 -> source.nullKeys(1 + random.nextInt(2));
      case 6 -> {
        if (settledOnce) {
          source.textKeys();
        }
      }
      case 7 -> box.fullAfter(random.nextInt(4000));
      case 5 -> source.rows().values().stream().findFirst().ifPresent(source::duplicate);
      default -> {}
    }
    switch (random.nextInt(10)) {
      case 0 -> faults.expireLoginIn(Duration.ofMillis(random.nextInt(5000)));
      case 1 ->
          faults.maintain(
              Duration.ofMillis(random.nextInt(3000)), Duration.ofSeconds(random.nextInt(200)));
      case 2 -> faults.allow(1 + random.nextInt(4));
      default -> {}
    }
  }

  // ---- runs -----------------------------------------------------------------------------------

  /** Runs the sync once; the process may die, and then it is started again, and may die again. */
  private void run(boolean mayCrash, boolean massChangeAllowed, Purpose purpose) {
    for (int attempt = 0; attempt < 3; attempt++) {
      boolean crashing = mayCrash && attempt < 2;
      Countdown countdown =
          new Countdown(
              crashing ? random.nextInt(MOMENTS_MAX) : -1,
              random.nextInt(8) == 0 ? random.nextInt(MOMENTS_MAX) : -1);
      try {
        runOnce(countdown, massChangeAllowed, purpose);
        return;
      } catch (SimulatedCrash crash) {
        crashes++;
        timeline.pass(Duration.ofSeconds(random.nextInt(random.nextInt(4) == 0 ? 1200 : 5)));
        if (random.nextInt(3) == 0) {
          changeRows();
        }
      }
    }
  }

  private Optional<RunReport> runOnce(
      Crashpoint crashpoint, boolean massChangeAllowed, Purpose purpose) {
    List<SimulatedRequests> opened = new ArrayList<>();
    SyncRunner runner =
        new SyncRunner(
            ledger,
            box.open(crashpoint),
            (destination, policy) -> {
              SimulatedRequests requests =
                  new SimulatedRequests(clock, timeline, faults::react, policy.concurrency());
              opened.add(requests);
              alive = requests;
              return requests;
            },
            clock,
            random,
            crashpoint);
    RunOptions options =
        new RunOptions(
            "run_%06d".formatted(++runs),
            purpose.trigger("manual"),
            "",
            !calm && random.nextBoolean(),
            massChangeAllowed,
            purpose,
            () -> !calm && random.nextInt(200) == 0);
    try {
      RunReport report = runner.run(spec(), options, RunListener.NONE);
      checkReport(report, opened);
      if (report.run().trigger().equals(options.trigger())) {
        checkPurpose(report, purpose);
      }
      return Optional.of(report);
    } catch (PenstockException e) {
      if (e.code() != ErrorCode.LEDGER_UNAVAILABLE
          && e.code() != ErrorCode.LEASE_LOST
          && e.code() != ErrorCode.DISK_FULL) {
        throw e;
      }
      breakdowns++;
      return Optional.empty();
    } finally {
      box.fullAfter(Long.MAX_VALUE);
    }
  }

  private SyncSpec spec() {
    return new SyncSpec(
        PROJECT,
        SYNC,
        source,
        new Model("people", new Model.Rows.Table("people"), List.of("id")),
        new SimulatedDestination("tool", tool.action(atomic)),
        mapping.definition(),
        selection,
        SyncSpec.FirstRun.SEND_ALL,
        policy(),
        new Guard(30, 60, GUARD_ROWS),
        LetterSchedule.DEFAULT,
        RowLimits.DEFAULT);
  }

  private DeliveryPolicy policy() {
    return new DeliveryPolicy(
        1 + random.nextInt(6),
        1 << 20,
        1 + random.nextInt(3),
        Duration.ofSeconds(20),
        LATE_MAX.minusSeconds(20).plusSeconds(2),
        RetryPolicy.DEFAULT,
        onAmbiguous,
        !calm && random.nextInt(8) == 0 ? 2 : 500,
        20,
        random.nextBoolean() ? Pacing.FREE.adapting() : Pacing.FREE);
  }

  /** Dies at the n-th moment that a run passes. */
  private final class Countdown implements Crashpoint {
    private int left;
    private int leftWell;

    /**
     * @param moments until the process dies
     * @param wellFor moments until the ledger breaks off or the lease expires
     */
    Countdown(int moments, int wellFor) {
      left = moments;
      leftWell = wellFor;
    }

    @Override
    public void at(Moment moment) {
      if (leftWell-- == 0) {
        if (random.nextInt(4) == 0) {
          ledger.expireLeases();
        } else {
          ledger.failNext(1);
        }
      }
      if (left-- == 0) {
        // What the dead process still does on its way out reaches neither ledger nor disk.
        ledger.crash();
        box.crash(random);
        Optional.ofNullable(alive).ifPresent(SimulatedRequests::die);
        throw new SimulatedCrash(moment.name());
      }
    }
  }

  // ---- what must hold -------------------------------------------------------------------------

  private void checkReport(RunReport report, List<SimulatedRequests> opened) {
    report.continued().ifPresent(finished -> checkReport(finished, List.of()));
    var counts = report.run().counts();
    checkGuard(report);
    settledOnce |= counts.read() > 0 && report.run().status() != RunStatus.AWAITING_APPROVAL;
    expect(report.run().status().isEnd(), "I1: a reported run has ended");
    expect(counts.balance(), "I6: counts do not balance: " + counts);
    expect(
        report.run().error().filter(ErrorCode.ACCOUNTING_MISMATCH::equals).isEmpty(),
        "I6: accounting mismatch: " + report.run().message());
    boolean whole = report.continued().isEmpty() && opened.size() == 1;
    boolean anew = report.run().id().equals("run_%06d".formatted(runs));
    if (whole && anew && level != DeliveryLevel.D) {
      expect(
          counts.delivered() == opened.getFirst().acceptedAnswers(),
          "I3: %d counted as delivered, %d accepted"
              .formatted(counts.delivered(), opened.getFirst().acceptedAnswers()));
    }
    if (report.run().status() == RunStatus.SUCCEEDED) {
      expect(
          counts.pending() == 0 && counts.deadLettered() == 0 && counts.sourceRejected() == 0,
          "a run with something missing is not green: " + counts);
    }
  }

  /** Who looks at some rows only learns nothing of the others; who confirms sends nothing. */
  private static void checkPurpose(RunReport report, Purpose purpose) {
    long may =
        switch (purpose) {
          case Purpose.Sync _ -> Long.MAX_VALUE;
          case Purpose.Letters letters -> letters.reprocess().keys().size();
          case Purpose.Confirm _, Purpose.Rebase _ -> 0;
        };
    boolean few = report.plan().filter(plan -> plan.planned() > may).isEmpty();
    expect(few, "%s planned %s".formatted(purpose, report.plan()));
  }

  /** In a guarded storm only a person's yes lets a mass change go, whatever dies in it. */
  private void checkGuard(RunReport report) {
    if (!guarded || calm || report.plan().isEmpty()) {
      return;
    }
    var plan = report.plan().get();
    boolean mass = plan.heldBefore() >= GUARD_ROWS && plan.gone() * 100 > 30 * plan.heldBefore();
    expect(
        !mass || report.run().counts().delivered() == 0 || people.approved(plan.gone()),
        "I17: a mass delete left without approval: " + report.run());
    people.lookAt(report.run(), plan.gone());
  }

  /** Nothing fails any more; a few runs later nothing is left to do. */
  private void calm() {
    calm = true;
    faults.heal();
    source.heal();
    people.restoreAll();
    Optional<RunReport> last = Optional.empty();
    for (int i = 0; i < 4; i++) {
      timeline.pass(Duration.ofMinutes(31));
      last = runOnce(Crashpoint.NONE, true, new Purpose.Sync());
    }
    timeline.pass(Duration.ofMinutes(31));
    expect(last.isPresent(), "I11: the last run came to an end");
    var counts = last.get().run().counts();
    expect(
        counts.pending() == 0 && counts.delivered() == 0,
        "I11: still something to deliver after the storm: " + last.get().run());
  }

  private void check() {
    Set<String> letters = new HashSet<>();
    for (History.Letter letter : ledger.letters(PROJECT, Optional.of(SYNC), 10_000)) {
      letters.add(letter.key());
    }
    for (Row row : source.rows().values()) {
      if (row.isBad()) {
        boolean onlyUpdated = level == DeliveryLevel.D && !tool.appended(row.id()).isEmpty();
        expect(
            onlyUpdated || letters.contains(Integer.toString(row.id())),
            "I2: row " + row + " is refused and no open dead letter names it");
      } else if (level == DeliveryLevel.D) {
        expect(
            !tool.appended(row.id()).isEmpty() || letters.contains(Integer.toString(row.id())),
            "I2: row " + row + " was never sent and no letter names it");
      } else {
        expect(
            row.payload(mapping).equals(tool.held().get(row.id())),
            "I2/I4: the tool holds %s for row %s".formatted(tool.held().get(row.id()), row));
        expect(
            !letters.contains(Integer.toString(row.id())),
            "the letter of a delivered row is still open: " + row);
      }
    }
    if (level == DeliveryLevel.D && crashes == 0 && breakdowns == 0) {
      expect(
          tool.repeats() <= faults.unknowns(),
          "I7: %d repeats, %d excused".formatted(tool.repeats(), faults.unknowns()));
    }
    if (level != DeliveryLevel.D && selection.deleted()) {
      for (int id : tool.held().keySet()) {
        expect(
            source.rows().containsKey(id),
            "I8: the tool holds %d, the model does not".formatted(id));
      }
    }
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
