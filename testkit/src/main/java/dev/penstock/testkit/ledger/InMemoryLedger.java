package dev.penstock.testkit.ledger;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.pace.Accounts;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.Doubt;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.Journal;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.Mass;
import dev.penstock.engine.run.OpenedBatch;
import dev.penstock.engine.run.ParkedLetter;
import dev.penstock.engine.run.Progress;
import dev.penstock.engine.run.RunEnd;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStart;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.engine.run.SyncIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The ledger without a database, for simulations: one process's view of a store that several share.
 * A test makes it crash and fail. Time passes only by its clock; leases of a living process never
 * expire. Used by one thread.
 */
public final class InMemoryLedger implements Ledger, History {
  /** As long as a real lease lives without renewal. */
  public static final Duration TTL = Duration.ofMinutes(2);

  /** What a taker-over waits when it does not know that the last owner is dead. */
  public static final Duration REQUEST_TIMEOUT_MAX = Duration.ofSeconds(90);

  private final MemoryStore store;
  private final History history;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final String process;
  private final Optional<String> dataFolder;
  private int failing;
  private int crashes;

  private Instant stalledFrom = Instant.MAX;
  private Instant stalledUntil = Instant.MAX;

  /** The only process of a new store, alone in its data folder. */
  public InMemoryLedger(InstantSource clock, RandomGenerator random) {
    this(new MemoryStore(clock), clock, random, "simulated", Optional.of("folder"));
  }

  private InMemoryLedger(
      MemoryStore store,
      InstantSource clock,
      RandomGenerator random,
      String process,
      Optional<String> dataFolder) {
    this.store = store;
    this.history = new MemoryHistory(store);
    this.clock = clock;
    this.random = random;
    this.process = process;
    this.dataFolder = dataFolder;
  }

  /** The same store as another process sees it, which holds the lock of that folder, if any. */
  public InMemoryLedger process(String name, Optional<String> folder) {
    return new InMemoryLedger(store, clock, random, name, folder);
  }

  /**
   * The process dies and starts again: its leases are those of a dead owner, so the next claim has
   * them at once and sees the unfinished run.
   */
  public void crash() {
    crashes++;
    failing = 0;
  }

  /** No lease is renewed in time between these two moments, counted from now. */
  public void stallRenewals(Duration from, Duration until) {
    stalledFrom = clock.instant().plus(from);
    stalledUntil = clock.instant().plus(until);
  }

  private boolean isStalled() {
    Instant now = clock.instant();
    return !now.isBefore(stalledFrom) && now.isBefore(stalledUntil);
  }

  /** The next {@code count} writes fail, each before or after it was applied, as chance has it. */
  public void failNext(int count) {
    failing = count;
  }

  /** All owners were unreachable for longer than a lease lives. */
  public void expireLeases() {
    store.live.values().forEach(state -> state.expires = clock.instant());
  }

  /** What people decide, in the store that all processes share. */
  public Decisions decisions() {
    return new MemoryDecisions(store, clock);
  }

  /** Runs that people are told of, oldest first, as {@code kind:run}. */
  public List<String> notices() {
    return store.outbox.stream().map(notice -> notice.kind() + ":" + notice.run()).toList();
  }

  @Override
  public String id() {
    return "ledger-in-memory";
  }

  @Override
  public Claim claim(SyncIdentity sync) {
    MemoryState state = store.find(sync).orElseGet(() -> create(sync));
    if (!state.identity.equals(sync)) {
      throw new PenstockException(
          ErrorCode.STATE_MISMATCH,
          "Sync \"%s\" belongs to %s, not to %s. Use --reset or --keep."
              .formatted(sync.sync(), state.identity.destination(), sync.destination()));
    }
    refuseBusy(state);
    boolean quiet = state.released || provenDead(state);
    state.epoch++;
    state.owner = owner();
    state.dataFolder = dataFolder;
    state.released = false;
    state.expires = Instant.MAX;
    return new Claim(
        new MemoryLease(state, state.epoch),
        state.ref(id()),
        state.unfinished.map(
            run ->
                new Claim.Unfinished(
                    run.shown(), run.status() == RunStatus.DELIVERING, run.attempts())),
        state.blocked,
        quiet ? Duration.ZERO : REQUEST_TIMEOUT_MAX,
        state.lastError,
        state.afterReset);
  }

  @Override
  public Accounts accounts() {
    return store.accounts;
  }

  @Override
  public void rebind(SyncIdentity sync) {
    store
        .find(sync)
        .ifPresent(
            state -> {
              refuseBusy(state);
              state.epoch++;
              state.identity = sync;
            });
  }

  @Override
  public void reset(SyncIdentity sync) {
    store
        .find(sync)
        .ifPresent(
            old -> {
              refuseBusy(old);
              old.forget(now());
              MemoryState fresh = create(sync);
              fresh.afterReset = true;
              fresh.owner = old.owner;
              fresh.dataFolder = old.dataFolder;
              fresh.released = old.released;
              fresh.expires = old.expires;
            });
  }

  @Override
  public StateRef state(Lease lease) {
    return state(lease.state()).ref(id());
  }

  @Override
  public void begin(Lease lease, RunStart start) {
    write(
        lease,
        state -> {
          if (state.unfinished.isPresent()) {
            throw internal("a run of this sync did not end");
          }
          var run = new MemoryRun(state.identity.sync(), start);
          state.unfinished = Optional.of(run);
          state.lastRun = start.id();
          store.runs.put(start.id(), new MemoryStore.ProjectRun(state.identity.project(), run));
        });
  }

  @Override
  public int resume(Lease lease, String run) {
    write(lease, _ -> run(run).resume());
    return run(run).attempts();
  }

  @Override
  public void sealed(Lease lease, String run, PlanSummary summary) {
    write(lease, _ -> run(run).sealed(summary));
  }

  @Override
  public void open(Lease lease, String run, List<OpenedBatch> batches) {
    if (!batches.isEmpty()) {
      write(lease, _ -> run(run).open(batches));
    }
  }

  @Override
  public void record(Lease lease, String run, Progress progress) {
    write(
        lease,
        state -> {
          run(run).record(progress);
          state.doubt(progress.doubts());
          state.keep(progress.letters(), run, now(), progress.schedule(), store::nextLetter);
        });
  }

  @Override
  public Journal journal(Lease lease, String run) {
    return run(run).journal();
  }

  @Override
  public PlanSummary plan(Lease lease, String run) {
    return run(run).plan();
  }

  @Override
  public void end(Lease lease, String run, RunEnd end) {
    if (!end.status().isEnd()) {
      throw new IllegalArgumentException(end.status() + " is not an end");
    }
    write(
        lease,
        state -> {
          if (end.generation() < state.generation) {
            throw internal("the ledger already points to a newer generation");
          }
          if (run(run).end(end)) {
            state.end(end);
            if (end.status() == RunStatus.AWAITING_APPROVAL) {
              state.lastStopped = Optional.of(run(run));
            }
            tell(run, end);
          }
        });
  }

  @Override
  public boolean takeApproval(Lease lease, Mass mass) {
    MemoryState state = state(lease.state());
    return state.lastStopped.filter(run -> run.takeApproval(mass, now())).isPresent();
  }

  private void tell(String run, RunEnd end) {
    switch (end.status()) {
      case FAILED -> store.outbox.add(new MemoryStore.Notice("run_failed", run));
      case PARTIAL -> store.outbox.add(new MemoryStore.Notice("run_partial", run));
      case SUCCEEDED, CANCELLED, DEFERRED, AWAITING_APPROVAL, EXTRACTING, DELIVERING -> {}
    }
  }

  @Override
  public List<ParkedLetter> parked(Lease lease) {
    return state(lease.state()).live.values().stream().map(MemoryLetter::parked).toList();
  }

  @Override
  public List<Doubt> doubts(Lease lease) {
    return new ArrayList<>(state(lease.state()).doubts);
  }

  @Override
  public List<RunRecord> runs(String project, Optional<String> sync, int limit) {
    return history.runs(project, sync, limit);
  }

  @Override
  public Optional<RunRecord> run(String project, String id) {
    return history.run(project, id);
  }

  @Override
  public List<SyncStatus> syncs(String project) {
    return history.syncs(project);
  }

  @Override
  public List<Letter> letters(String project, LetterFilter filter, int limit) {
    return history.letters(project, filter, limit);
  }

  @Override
  public void each(String project, LetterFilter filter, Consumer<Letter> each) {
    history.each(project, filter, each);
  }

  @Override
  public List<LetterGroup> groups(String project, LetterFilter filter) {
    return history.groups(project, filter);
  }

  @Override
  public Optional<Letter> letter(String project, String idOrKey) {
    return history.letter(project, idOrKey);
  }

  static PenstockException internal(String message) {
    return new PenstockException(ErrorCode.INTERNAL, message);
  }

  /** A change of one state. */
  private interface Write {
    void to(MemoryState state);
  }

  private void write(Lease lease, Write write) {
    MemoryState state = state(lease.state());
    boolean dead = lease instanceof MemoryLease ours && ours.isDead();
    if (state.epoch != lease.epoch() || state.released || dead) {
      throw new PenstockException(
          ErrorCode.LEASE_LOST,
          "Sync \"%s\" was taken over; this run stops.".formatted(state.identity.sync()));
    }
    if (failing == 0) {
      write.to(state);
      return;
    }
    failing--;
    boolean applied = random.nextBoolean();
    if (applied) {
      write.to(state);
    }
    throw new PenstockException(
        ErrorCode.LEDGER_UNAVAILABLE,
        "The simulated database broke off. Whether it wrote is secret.");
  }

  private MemoryState create(SyncIdentity sync) {
    var id = new UUID(random.nextLong(), random.nextLong());
    var state = new MemoryState(id.toString(), random.nextLong(), sync);
    store.add(state);
    return state;
  }

  private MemoryState state(String id) {
    return Objects.requireNonNull(store.byId.get(id), "a state of this ledger");
  }

  private MemoryRun run(String id) {
    MemoryStore.ProjectRun run = store.runs.get(id);
    if (run == null) {
      throw internal("The ledger knows no run " + id);
    }
    return run.run();
  }

  private void refuseBusy(MemoryState state) {
    if (!state.released && state.expires.isAfter(clock.instant()) && !provenDead(state)) {
      throw new PenstockException(
          ErrorCode.SYNC_BUSY,
          "Sync \"%s\" is taken by process %s.".formatted(state.identity.sync(), state.owner));
    }
  }

  private boolean provenDead(MemoryState state) {
    return dataFolder.isPresent()
        && dataFolder.equals(state.dataFolder)
        && !state.owner.equals(owner());
  }

  /** Each start of the process is another owner. */
  private String owner() {
    return process + "#" + crashes;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** A lease in memory: ours until it is closed or another epoch begins. */
  private final class MemoryLease implements Lease {
    private final MemoryState leased;
    private final long epoch;
    private final int life = crashes;

    MemoryLease(MemoryState leased, long epoch) {
      this.leased = leased;
      this.epoch = epoch;
    }

    @Override
    public String state() {
      return leased.id;
    }

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public boolean covers(Duration timeout) {
      return leased.epoch == epoch
          && !isDead()
          && !leased.released
          && !isStalled()
          && leased.expires.isAfter(clock.instant().plus(timeout));
    }

    @Override
    public void close() {
      // The code of a process that died unwinds in a simulation, but the dead give nothing back.
      if (leased.epoch == epoch && !isDead()) {
        leased.released = true;
      }
    }

    boolean isDead() {
      return life != crashes;
    }
  }
}
