package dev.penstock.server;

import dev.penstock.engine.run.History.SyncStatus;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.project.ProjectReading;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything a person can ask for, on one project. Opening is cheap: the ledger, the data folder
 * and connections are opened by the first call that needs them. Calls block; one thread makes them,
 * except {@link #interrupt} and {@link #close}, which any thread may call at any time.
 *
 * <p>Every call but {@link #validate}, {@link #init} and {@link #demo} works on the project as its
 * files are now and throws {@link dev.penstock.server.project.InvalidProjectException} where it
 * needs a valid one; failures are {@link dev.penstock.engine.error.PenstockException}s; a name that
 * nothing has is {@link NotFoundException}. A run that failed is a result, not an exception.
 */
public interface Penstock extends AutoCloseable {
  /** Reads the project's files; no connection is opened. */
  ProjectReading validate();

  /** Writes a project with commented samples; a file that is there already stays as it is. */
  InitReport init();

  /** What a run would send; sends nothing and changes nothing. */
  PlanReport plan(String sync);

  /**
   * Records as the mapping makes them now; sends and keeps nothing.
   *
   * @param limit the first so many rows of the model
   * @param key only the row of this key, its parts joined by commas
   */
  PreviewReport preview(String sync, int limit, Optional<String> key);

  /** Runs a sync to its end, first finishing a run that was cut off. */
  RunReport run(RunRequest request, RunProgress progress);

  /** Each sync of the project, or one, at a glance; syncs that never ran too. */
  List<SyncStatus> status(Optional<String> sync);

  /** The newest first. */
  List<RunRecord> runs(Optional<String> sync, int limit);

  /** The run with this id, or the only one whose id begins with it. */
  RunRecord runNamed(String id);

  /** Pauses, stops and approvals. */
  SyncCommands control();

  /** Dead letters. */
  LetterCommands dlq();

  /** What a reset would forget; changes nothing. */
  ResetReport resetPreview(String sync);

  /** Forgets what the destination holds, so that the next run sends everything again. */
  ResetReport reset(String sync);

  /** Checks held state against its checksums and the ledger; of every sync, or of one. */
  List<StateCheck> verify(Optional<String> sync);

  /** Tries a source or destination step by step, or all of them; writes nothing. */
  List<ConnectionTest> test(Optional<String> connection);

  /**
   * Looks at everything that a run needs, from the machine to the destinations; changes nothing and
   * starts nothing. What is wrong is a finding, never an exception.
   */
  List<Finding> examine();

  /**
   * Runs a simulated destination until {@link #interrupt}.
   *
   * @param listening is told its address once it listens
   */
  void simulate(SimulationRequest request, Consumer<String> listening);

  /**
   * Builds the demo project beside nothing of the user's, runs it and stays until {@link
   * #interrupt}.
   *
   * @param once ends after the story
   * @param story is told what happens, a sentence at a time
   */
  void demo(boolean once, Consumer<String> story);

  /**
   * Asks whatever is under way to stop soon and tidily: what was confirmed is kept, the rest is
   * found by the next run. Returns at once; the call under way returns or throws CANCELLED.
   */
  void interrupt();

  @Override
  void close();
}
