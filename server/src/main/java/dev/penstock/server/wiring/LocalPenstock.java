package dev.penstock.server.wiring;

import dev.penstock.connectors.requests.RequestPool;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.SyncStatus;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Preview;
import dev.penstock.engine.run.RunListener;
import dev.penstock.engine.run.RunOptions;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.SyncRunner;
import dev.penstock.engine.run.SyncSpec;
import dev.penstock.server.ConnectionTest;
import dev.penstock.server.ConnectionTest.Side;
import dev.penstock.server.InitReport;
import dev.penstock.server.Location;
import dev.penstock.server.NotFoundException;
import dev.penstock.server.Penstock;
import dev.penstock.server.PlanReport;
import dev.penstock.server.ResetReport;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.RunRequest;
import dev.penstock.server.SimulationRequest;
import dev.penstock.server.StateCheck;
import dev.penstock.server.demo.Demo;
import dev.penstock.server.project.Project;
import dev.penstock.server.project.ProjectFiles;
import dev.penstock.server.project.ProjectReading;
import dev.penstock.server.project.References;
import dev.penstock.server.project.SampleProject;
import dev.penstock.server.project.SyncConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Penstock on a data folder of this machine. */
public final class LocalPenstock implements Penstock {
  private final Location location;
  private final References references;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Crashpoint crashpoint;
  private final DataFolder folder;
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private @Nullable Stores writing;
  private @Nullable Stores readers;
  private final AtomicReference<@Nullable Extraction> reading = new AtomicReference<>();

  public LocalPenstock(
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

  @Override
  public ProjectReading validate() {
    return ProjectFiles.read(location.project(), references, new EngineMappings());
  }

  @Override
  public InitReport init() {
    try {
      return SampleProject.writeTo(location.project());
    } catch (IOException e) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The project cannot be written to its folder (%s). Check that this user may write there."
              .formatted(e.getClass().getSimpleName()),
          e);
    }
  }

  @Override
  public PlanReport plan(String name) {
    Project project = project();
    SyncConfig config = sync(project, name);
    Stores stores = writer();
    try (Opened opened = open(project, config)) {
      Preview preview =
          runner(stores).preview(opened.spec(), options(false, false), RunListener.NONE);
      List<String> notes = new ArrayList<>();
      preview
          .unfinished()
          .ifPresent(
              run ->
                  notes.add(
                      "Run %s was cut off; the next run finishes it first.".formatted(run.id())));
      return new PlanReport(
          name,
          config.destination(),
          config.action(),
          preview.summary(),
          preview.requests(),
          preview.objection(),
          preview.samples().stream()
              .map(sample -> new PlanReport.Sample(sample.kind(), sample.key(), sample.payload()))
              .toList(),
          notes);
    }
  }

  @Override
  public RunReport run(RunRequest request, RunProgress progress) {
    Project project = project();
    SyncConfig config = sync(project, request.sync());
    if (!config.enabled()) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Sync \"%s\" is switched off (enabled: false). Switch it on in its file to run it."
              .formatted(config.name()));
    }
    Stores stores = writer();
    try (Opened opened = open(project, config)) {
      switch (request.identity()) {
        case RESET -> stores.ledger().reset(opened.spec().identity());
        case KEEP -> stores.ledger().rebind(opened.spec().identity());
        case UNCHANGED -> {
          if (request.full()) {
            stores.ledger().reset(opened.spec().identity());
          }
        }
      }
      var report =
          runner(stores)
              .run(
                  opened.spec(),
                  options(request.scheduled(), request.allowMassChange()),
                  new ProgressListener(progress));
      return new RunReport(
          report.run(),
          report.continued().map(finished -> List.of(finished.run())).orElse(List.of()));
    }
  }

  private SyncRunner runner(Stores stores) {
    return new SyncRunner(
        stores.ledger(),
        stores.planner(),
        (destination, policy) ->
            new RequestPool(destination, policy.concurrency(), policy.requestTimeout()),
        clock,
        random,
        crashpoint);
  }

  private RunOptions options(boolean scheduled, boolean massChangeAllowed) {
    return new RunOptions(
        RunIds.next(clock, random),
        scheduled ? "schedule" : "manual",
        environment.getOrDefault("USER", ""),
        !scheduled,
        massChangeAllowed,
        () -> interrupted.getCount() == 0);
  }

  @Override
  public List<SyncStatus> status(Optional<String> name) {
    Project project = project();
    List<SyncStatus> known = reader().syncs(project.name());
    List<SyncStatus> statuses = new ArrayList<>();
    for (SyncConfig sync : chosen(project, name)) {
      Optional<SyncStatus> held =
          known.stream().filter(status -> status.sync().equals(sync.name())).findFirst();
      // The ledger names destinations by their address, which is no word of the project's.
      statuses.add(
          new SyncStatus(
              sync.name(),
              sync.destination(),
              sync.action(),
              held.map(SyncStatus::held).orElse(0L),
              held.map(SyncStatus::openLetters).orElse(0L),
              held.map(SyncStatus::blocked).orElse(""),
              held.flatMap(SyncStatus::latest)));
    }
    return statuses;
  }

  @Override
  public List<RunRecord> runs(Optional<String> name, int limit) {
    Project project = project();
    name.ifPresent(one -> sync(project, one));
    return reader().runs(project.name(), name, limit);
  }

  @Override
  public RunRecord runNamed(String id) {
    String project = validate().nameOrThrow();
    return reader()
        .run(project, id)
        .orElseThrow(() -> NotFoundException.of("run", id, List.of(), "runs list"));
  }

  @Override
  public List<Letter> letters(Optional<String> name, int limit) {
    Project project = project();
    name.ifPresent(one -> sync(project, one));
    return reader().letters(project.name(), name, limit);
  }

  @Override
  public Letter letter(String idOrKey) {
    String project = validate().nameOrThrow();
    return reader()
        .letter(project, idOrKey)
        .orElseThrow(() -> NotFoundException.of("dead letter", idOrKey, List.of(), "dlq list"));
  }

  @Override
  public ResetReport resetPreview(String name) {
    Project project = project();
    SyncConfig config = sync(project, name);
    Optional<SyncStatus> status =
        reader().syncs(project.name()).stream().filter(one -> one.sync().equals(name)).findFirst();
    long held = status.map(SyncStatus::held).orElse(0L);
    try (Opened opened = open(project, config)) {
      int size =
          Math.min(
              opened.spec().delivery().batchRecords(),
              opened.spec().destination().action().batchRecordsMax());
      return new ResetReport(
          name, held, status.map(SyncStatus::openLetters).orElse(0L), 0, Math.ceilDiv(held, size));
    }
  }

  @Override
  public ResetReport reset(String name) {
    ResetReport report = resetPreview(name);
    Project project = project();
    try (Opened opened = open(project, sync(project, name))) {
      writer().ledger().reset(opened.spec().identity());
    }
    return report;
  }

  @Override
  public List<StateCheck> verify(Optional<String> name) {
    Project project = project();
    Stores stores = writer();
    List<StateCheck> checks = new ArrayList<>();
    for (SyncConfig config : chosen(project, name)) {
      try (Opened opened = open(project, config)) {
        checks.add(verify(stores, opened.spec()));
      }
    }
    return checks;
  }

  private static StateCheck verify(Stores stores, SyncSpec spec) {
    Claim claim = stores.ledger().claim(spec.identity());
    try (Lease _ = claim.lease()) {
      var found = stores.planner().verify(claim.state());
      boolean sound = found.faults().isEmpty();
      return new StateCheck(
          spec.name(),
          found.entries(),
          found.bytes(),
          sound,
          sound
              ? "Every file of generation %d is whole.".formatted(claim.state().generation())
              : String.join(" ", found.faults()));
    }
  }

  @Override
  public List<ConnectionTest> test(Optional<String> name) {
    Project project = project();
    Connections connections = new Connections(project.root(), clock);
    List<ConnectionTest> tests = new ArrayList<>();
    project
        .sources()
        .values()
        .forEach(
            config -> {
              if (name.filter(one -> !one.equals(config.name())).isEmpty()) {
                try (Source source = connections.source(config)) {
                  tests.add(
                      new ConnectionTest(Side.SOURCE, config.name(), config.type(), source.test()));
                }
              }
            });
    project
        .destinations()
        .values()
        .forEach(
            config -> {
              if (name.filter(one -> !one.equals(config.name())).isEmpty()) {
                try (Destination destination =
                    connections.destination(config, 1, Optional.empty())) {
                  tests.add(
                      new ConnectionTest(
                          Side.DESTINATION, config.name(), config.type(), destination.test()));
                }
              }
            });
    if (tests.isEmpty() && name.isPresent()) {
      List<String> known = new ArrayList<>(project.sources().keySet());
      known.addAll(project.destinations().keySet());
      throw NotFoundException.of("source or destination", name.get(), known, "test");
    }
    return tests;
  }

  @Override
  public void simulate(SimulationRequest request, Consumer<String> listening) {
    new Simulation(clock).run(request, listening, interrupted);
  }

  @Override
  public void demo(boolean once, Consumer<String> story) {
    new Demo(
            location,
            environment,
            place -> new LocalPenstock(place, references, environment, clock, random, crashpoint),
            interrupted)
        .run(once, story);
  }

  @Override
  public void interrupt() {
    interrupted.countDown();
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

  // ---- what is opened when it is needed --------------------------------------------------------

  private Project project() {
    return validate().orThrow();
  }

  private static SyncConfig sync(Project project, String name) {
    SyncConfig sync = project.syncs().get(name);
    if (sync == null) {
      throw NotFoundException.of("sync", name, project.syncs().keySet(), "status");
    }
    return sync;
  }

  private static List<SyncConfig> chosen(Project project, Optional<String> name) {
    return name.isPresent()
        ? List.of(sync(project, name.get()))
        : List.copyOf(project.syncs().values());
  }

  private Opened open(Project project, SyncConfig config) {
    SyncSpec spec = new Specs(project, new Connections(project.root(), clock)).of(config);
    return new Opened(spec.readFrom(new InterruptibleSource(spec.source(), reading)));
  }

  private Stores writer() {
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

  private History reader() {
    if (writing != null) {
      return writing.ledger().history();
    }
    Stores stores = readers;
    if (stores == null) {
      stores = Stores.open(folder, null, location.ledger(), environment, clock, random, crashpoint);
      readers = stores;
    }
    return stores.ledger().history();
  }

  /** A sync with its connections, which are closed with it. */
  private record Opened(SyncSpec spec) implements AutoCloseable {
    @Override
    public void close() {
      spec.destination().close();
      spec.source().close();
    }
  }
}
