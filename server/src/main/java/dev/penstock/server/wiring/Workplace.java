package dev.penstock.server.wiring;

import dev.penstock.connectors.requests.RequestPool;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.Purpose;
import dev.penstock.engine.run.RunOptions;
import dev.penstock.engine.run.SyncRunner;
import dev.penstock.engine.run.SyncSpec;
import dev.penstock.server.Location;
import dev.penstock.server.NotFoundException;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.project.Project;
import dev.penstock.server.project.ProjectFiles;
import dev.penstock.server.project.ProjectReading;
import dev.penstock.server.project.References;
import dev.penstock.server.project.SyncConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A project and a data folder, with what is opened when it is first needed. Used by one thread, but
 * for {@link #interrupt}, which any may call.
 */
final class Workplace implements AutoCloseable {
  private final Location location;
  private final References references;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Crashpoint crashpoint;
  private final DataFolder folder;
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private volatile boolean stopped;
  private @Nullable Stores writing;
  private @Nullable Stores readers;
  private final AtomicReference<@Nullable Extraction> reading = new AtomicReference<>();

  Workplace(
      Location location,
      References references,
      Map<String, String> environment,
      InstantSource clock,
      RandomGenerator random,
      Crashpoint crashpoint) {
    this.location = location;
    this.references = references;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.random = random;
    this.crashpoint = crashpoint;
    this.folder = new DataFolder(location.data());
  }

  InstantSource clock() {
    return clock;
  }

  /** Counted down when whatever is under way is to stop. */
  CountDownLatch interrupted() {
    return interrupted;
  }

  /** Who works here, as far as the system says. */
  String user() {
    return environment.getOrDefault("USER", "");
  }

  ProjectReading validate() {
    return ProjectFiles.read(location.project(), references, new EngineMappings());
  }

  Project project() {
    return validate().orThrow();
  }

  static SyncConfig sync(Project project, String name) {
    SyncConfig sync = project.syncs().get(name);
    if (sync == null) {
      throw NotFoundException.of("sync", name, project.syncs().keySet(), "status");
    }
    return sync;
  }

  static List<SyncConfig> chosen(Project project, Optional<String> name) {
    return name.isPresent()
        ? List.of(sync(project, name.get()))
        : List.copyOf(project.syncs().values());
  }

  Opened open(Project project, SyncConfig config) {
    SyncSpec spec = new Specs(project, connections(project)).of(config);
    return new Opened(spec.readFrom(new InterruptibleSource(spec.source(), reading)));
  }

  Connections connections(Project project) {
    return new Connections(project.root(), project.egress(), clock);
  }

  SyncRunner runner(Stores stores) {
    return new SyncRunner(
        stores.ledger(),
        stores.planner(),
        (destination, policy) ->
            new RequestPool(destination, policy.concurrency(), policy.requestTimeout()),
        clock,
        random,
        crashpoint);
  }

  RunOptions options(boolean scheduled, boolean massChangeAllowed) {
    return options(
        scheduled ? "schedule" : "manual", !scheduled, massChangeAllowed, new Purpose.Sync());
  }

  /** Carries out what a person decided about a sync. */
  RunReport run(String sync, Purpose purpose, RunProgress progress) {
    Project project = project();
    Stores stores = writer();
    refusePaused(project.name(), sync);
    try (Opened opened = open(project, sync(project, sync));
        StopWatch _ = stopWatch(project.name(), sync)) {
      var report =
          runner(stores)
              .run(
                  opened.spec(),
                  options("", false, false, purpose),
                  new ProgressListener(progress));
      return RunReport.of(report, List.of());
    }
  }

  private RunOptions options(
      String trigger, boolean retryAll, boolean massChange, Purpose purpose) {
    return new RunOptions(
        RunIds.next(clock, random),
        purpose.trigger(trigger),
        user(),
        retryAll,
        massChange,
        purpose,
        () -> stopped || isInterrupted());
  }

  /** Watches for a person who wants the sync's run to stop; the caller closes it with the run. */
  StopWatch stopWatch(String project, String sync) {
    stopped = false;
    var decisions = decisions();
    return new StopWatch(() -> decisions.mustStop(project, sync), this::stop);
  }

  /** Refuses to run what a person paused. */
  void refusePaused(String project, String sync) {
    decisions()
        .paused(project, sync)
        .ifPresent(
            why -> {
              throw new PenstockException(
                  ErrorCode.SYNC_PAUSED,
                  "Sync \"%s\" does not run: it is %s. `penstock resume %s` lets it go on."
                      .formatted(sync, why, sync));
            });
  }

  boolean isInterrupted() {
    return interrupted.getCount() == 0;
  }

  Stores writer() {
    Stores stores = writing;
    if (stores == null) {
      DataFolder.WriterLock lock = folder.lock(location.lockWait());
      try {
        stores =
            Stores.open(folder, lock, location.ledger(), environment, clock, random, crashpoint);
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
      writing = stores;
    }
    return stores;
  }

  History reader() {
    return ledgerUser().ledger().history();
  }

  /** What people decide needs no lock of the data folder: a run may be under way. */
  Decisions decisions() {
    return ledgerUser().ledger().decisions();
  }

  private Stores ledgerUser() {
    if (writing != null) {
      return writing;
    }
    Stores stores = readers;
    if (stores == null) {
      stores = Stores.open(folder, null, location.ledger(), environment, clock, random, crashpoint);
      readers = stores;
    }
    return stores;
  }

  /** Stops what is under way, tidily. */
  void interrupt() {
    interrupted.countDown();
    stop();
  }

  private void stop() {
    stopped = true;
    Extraction rows = reading.get();
    if (rows != null) {
      rows.cancel(); // a query that has not given its first row would not hear it otherwise
    }
  }

  @Override
  public void close() {
    if (writing != null) {
      writing.close();
      writing = null;
    }
    if (readers != null) {
      readers.close();
      readers = null;
    }
  }

  /** A sync with its connections, which are closed with it. */
  record Opened(SyncSpec spec) implements AutoCloseable {
    @Override
    public void close() {
      spec.destination().close();
      spec.source().close();
    }
  }
}
