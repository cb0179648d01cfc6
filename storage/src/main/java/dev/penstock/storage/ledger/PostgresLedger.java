package dev.penstock.storage.ledger;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.pace.Accounts;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Doubt;
import dev.penstock.engine.run.Journal;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.Mass;
import dev.penstock.engine.run.OpenedBatch;
import dev.penstock.engine.run.ParkedLetter;
import dev.penstock.engine.run.Progress;
import dev.penstock.engine.run.RunEnd;
import dev.penstock.engine.run.RunStart;
import dev.penstock.engine.run.SyncIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The ledger in PostgreSQL 15 or newer, schema {@code penstock}. Leases are compared with the
 * server's clock; the times of letters come from ours. Thread-safe. Closing it ends the renewal of
 * leases that are still open, without giving them back, and closes the connections.
 */
public final class PostgresLedger implements Ledger, AutoCloseable {
  private final Database database;
  private final String id;
  private final InstantSource clock;
  private final Claims claims;
  private final Letters letters;
  private final Accounts accounts;
  private final Set<PostgresLease> leases = ConcurrentHashMap.newKeySet();

  private PostgresLedger(
      Database database,
      LedgerSettings settings,
      InstantSource clock,
      Owner owner,
      Ids ids,
      String id) {
    this.database = database;
    this.id = id;
    this.clock = clock;
    this.claims = new Claims(database, settings.leases(), clock, owner, ids, id);
    this.letters = new Letters(ids);
    this.accounts = new PostgresAccounts(database);
  }

  /**
   * Connects, and brings the schema to this build's version where it is older.
   *
   * @param random for new ids and seeds
   * @throws dev.penstock.engine.error.PenstockException LEDGER_UNAVAILABLE; CONFIG_INVALID when the
   *     schema is newer than this build
   */
  public static PostgresLedger open(
      LedgerSettings settings, InstantSource clock, Owner owner, RandomGenerator random) {
    var database = new Database(settings);
    var ids = new Ids(random);
    try {
      String id = Schema.prepare(database, settings, ids.uuid());
      return new PostgresLedger(database, settings, clock, owner, ids, id);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** What people read, over the same connections; usable until this ledger is closed. */
  public PostgresHistory history() {
    return new PostgresHistory(database);
  }

  /** What people decide, over the same connections; usable until this ledger is closed. */
  public PostgresDecisions decisions() {
    return new PostgresDecisions(database, clock);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Claim claim(SyncIdentity sync) {
    Claim claim = claims.claim(sync);
    var lease = (PostgresLease) claim.lease();
    leases.removeIf(PostgresLease::isOver);
    leases.add(lease);
    lease.keep();
    return claim;
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public void rebind(SyncIdentity sync) {
    claims.rebind(sync);
  }

  @Override
  public void reset(SyncIdentity sync) {
    claims.reset(sync);
  }

  @Override
  public StateRef state(Lease lease) {
    return claims.state(lease.state());
  }

  @Override
  public void begin(Lease lease, RunStart start) {
    guarded(
        lease,
        "begin run " + start.id(),
        connection -> {
          Runs.insert(connection, lease.state(), start);
          return true;
        });
  }

  @Override
  public int resume(Lease lease, String run) {
    return guarded(lease, "resume run " + run, connection -> Runs.resume(connection, run));
  }

  @Override
  public void sealed(Lease lease, String run, PlanSummary summary) {
    guarded(
        lease,
        "record the plan of run " + run,
        connection -> {
          Runs.delivering(connection, run, summary);
          Plans.insert(connection, run, summary);
          return true;
        });
  }

  @Override
  public void open(Lease lease, String run, List<OpenedBatch> batches) {
    if (batches.isEmpty()) {
      return;
    }
    PostgresLease ours = ours(lease);
    long sent = System.nanoTime();
    boolean kept =
        database.read(
            "record what run " + run + " is about to send",
            connection -> Openings.insert(connection, ours, run, batches));
    if (!kept) {
      throw ours.lost();
    }
    ours.renewed(sent);
  }

  @Override
  public void record(Lease lease, String run, Progress progress) {
    guarded(
        lease,
        "record the outcomes of run " + run,
        connection -> {
          Runs.outcomes(connection, run, progress.outcomes());
          if (!progress.letters().isEmpty()) {
            letters.keep(connection, lease.state(), run, progress, now());
          }
          Runs.addDoubts(connection, lease.state(), progress.doubts());
          Openings.close(connection, run, progress.closed());
          Runs.count(connection, run, progress.requests(), progress.retries());
          return true;
        });
  }

  @Override
  public Journal journal(Lease lease, String run) {
    return database.read(
        "read the journal of run " + run, connection -> Runs.journal(connection, run));
  }

  @Override
  public PlanSummary plan(Lease lease, String run) {
    return database
        .read("read the plan of run " + run, connection -> Plans.of(connection, run))
        .orElseThrow(
            () -> Database.internal("The ledger knows no sealed plan of run " + run + "."));
  }

  @Override
  public boolean takeApproval(Lease lease, Mass mass) {
    return guarded(
        lease,
        "look for an approval",
        connection -> Approvals.take(connection, lease.state(), mass, now()));
  }

  @Override
  public void end(Lease lease, String run, RunEnd end) {
    if (!end.status().isEnd()) {
      throw new IllegalArgumentException(end.status() + " is not an end");
    }
    guarded(
        lease,
        "end run " + run,
        connection -> {
          if (!Runs.finish(connection, run, end)) {
            return false;
          }
          Instant now = now();
          Runs.pointer(connection, lease.state(), end);
          Letters.close(connection, lease.state(), "resolved", end.resolved(), now);
          Letters.close(connection, lease.state(), "superseded", end.superseded(), now);
          Runs.doubts(connection, lease.state(), end.doubts());
          Notices.ofEnd(connection, run, lease.state(), end);
          return true;
        });
  }

  @Override
  public List<ParkedLetter> parked(Lease lease) {
    return database.read(
        "read the dead letters", connection -> Letters.parked(connection, lease.state()));
  }

  @Override
  public List<Doubt> doubts(Lease lease) {
    return database.read(
        "read what is in doubt", connection -> Runs.doubts(connection, lease.state()));
  }

  @Override
  public void close() {
    leases.forEach(PostgresLease::abandon);
    database.close();
  }

  private <T> T guarded(Lease lease, String doing, Database.Work<T> work) {
    PostgresLease ours = ours(lease);
    long sent = System.nanoTime();
    T result =
        database.transaction(
            doing,
            connection -> {
              ours.guard(connection);
              return work.in(connection);
            });
    ours.renewed(sent);
    return result;
  }

  private static PostgresLease ours(Lease lease) {
    if (lease instanceof PostgresLease ours) {
      return ours;
    }
    throw new IllegalArgumentException("not a lease of this ledger");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
