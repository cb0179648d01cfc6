package dev.penstock.engine.run;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.pace.Accounts;
import java.util.List;

/**
 * The durable memory of runs: leases, intents, outcomes, dead letters, and the pointer that says
 * which generation of held state is valid. Every method is one transaction and is durable when it
 * returns. Thread-safe.
 *
 * <p>Every write takes the lease and is refused with {@code LEASE_LOST} when another process holds
 * a newer epoch. A database that does not answer is {@code LEDGER_UNAVAILABLE}; whether the write
 * happened is then unknown, and the caller must not send anything on the strength of it.
 */
public interface Ledger {
  /** The ledger's own name, made once; held state on disk carries it. */
  String id();

  /**
   * Takes the sync's lease.
   *
   * @throws dev.penstock.engine.error.PenstockException SYNC_BUSY when another process holds it,
   *     STATE_MISMATCH when the sync's held state belongs to another destination or action
   */
  Claim claim(SyncIdentity sync);

  /** What is known of the accounts that are sent to, shared by all who share the ledger. */
  Accounts accounts();

  /**
   * Binds the sync's held state to the destination it has now, keeping the state: a person said it
   * is the same tool.
   */
  void rebind(SyncIdentity sync);

  /**
   * Forgets the held state of a sync: generation 0 under a new state id, open dead letters closed
   * as superseded, doubts dropped, a block lifted. The next run sends everything.
   */
  void reset(SyncIdentity sync);

  /** The held state that is valid now. */
  StateRef state(Lease lease);

  /** Begins a run. */
  void begin(Lease lease, RunStart start);

  /** One more process works on an unfinished run; returns how many have by now. */
  int resume(Lease lease, String run);

  /** The run's plan is complete and durable on disk. */
  void sealed(Lease lease, String run, PlanSummary summary);

  /** Intent: these batches may be sent once this returned. */
  void open(Lease lease, String run, List<OpenedBatch> batches);

  void record(Lease lease, String run, Progress progress);

  /** What was opened and what is known, of a run that did not end. */
  Journal journal(Lease lease, String run);

  /** The summary given to {@link #sealed}. */
  PlanSummary plan(Lease lease, String run);

  /**
   * Uses up the approval of the sync's last run that the guard stopped, if there is one, not too
   * old, and of numbers like these.
   */
  boolean takeApproval(Lease lease, Mass mass);

  /** Ends the run and moves the pointer, in one transaction. */
  void end(Lease lease, String run, RunEnd end);

  /** Open dead letters and discards of the sync. */
  List<ParkedLetter> parked(Lease lease);

  /** What is in doubt, with what an unfinished run recorded; the last of a key counts. */
  List<Doubt> doubts(Lease lease);
}
