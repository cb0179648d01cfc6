package dev.penstock.server.wiring;

import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.History.SyncStatus;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Preview;
import dev.penstock.engine.run.RunListener;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.SyncSpec;
import dev.penstock.server.ConnectionTest;
import dev.penstock.server.ConnectionTest.Side;
import dev.penstock.server.Finding;
import dev.penstock.server.InitReport;
import dev.penstock.server.LetterCommands;
import dev.penstock.server.Location;
import dev.penstock.server.NotFoundException;
import dev.penstock.server.Penstock;
import dev.penstock.server.PlanReport;
import dev.penstock.server.PreviewReport;
import dev.penstock.server.ResetReport;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.RunRequest;
import dev.penstock.server.SimulationRequest;
import dev.penstock.server.StateCheck;
import dev.penstock.server.SyncCommands;
import dev.penstock.server.demo.Demo;
import dev.penstock.server.mapping.JsonInText;
import dev.penstock.server.project.Project;
import dev.penstock.server.project.ProjectReading;
import dev.penstock.server.project.References;
import dev.penstock.server.project.SampleProject;
import dev.penstock.server.project.SyncConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Penstock on a data folder of this machine. */
public final class LocalPenstock implements Penstock {
  private final Location location;
  private final References references;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Crashpoint crashpoint;
  private final Workplace place;
  private final LetterDesk letters;
  private final SyncDesk control;

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
    this.place = new Workplace(location, references, environment, clock, random, crashpoint);
    this.letters = new LetterDesk(place);
    this.control = new SyncDesk(place);
  }

  @Override
  public ProjectReading validate() {
    return place.validate();
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
    Project project = place.project();
    SyncConfig config = Workplace.sync(project, name);
    Stores stores = place.writer();
    try (Workplace.Opened opened = place.open(project, config)) {
      Preview preview =
          place
              .runner(stores)
              .preview(opened.spec(), place.options(false, false), RunListener.NONE);
      List<String> notes = new ArrayList<>(Notes.of(preview.summary()));
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
  public PreviewReport preview(String name, int limit, Optional<String> key) {
    Project project = place.project();
    SyncConfig config = Workplace.sync(project, name);
    try (Workplace.Opened opened = place.open(project, config)) {
      RowsNow rows = new RowsNow(opened.spec());
      List<PreviewReport.Shown> records = new ArrayList<>();
      Consumer<RowsNow.Row> each =
          row ->
              records.add(
                  new PreviewReport.Shown(
                      row.key().text(), row.payload(), row.failure().map(RowsNow::why)));
      if (key.isPresent()) {
        rows.read(List.of(rows.keyOf(key.get())), each);
      } else {
        rows.first(limit, each);
      }
      List<String> payloads =
          records.stream()
              .filter(record -> record.why().isEmpty())
              .map(PreviewReport.Shown::payload)
              .toList();
      return new PreviewReport(
          name, config.destination(), config.action(), records, JsonInText.hints(payloads));
    }
  }

  @Override
  public RunReport run(RunRequest request, RunProgress progress) {
    Project project = place.project();
    SyncConfig config = Workplace.sync(project, request.sync());
    if (!config.enabled()) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Sync \"%s\" is switched off (enabled: false). Switch it on in its file to run it."
              .formatted(config.name()));
    }
    Stores stores = place.writer();
    place.refusePaused(project.name(), config.name());
    try (Workplace.Opened opened = place.open(project, config);
        StopWatch _ = place.stopWatch(project.name(), config.name())) {
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
          place
              .runner(stores)
              .run(
                  opened.spec(),
                  place.options(request.scheduled(), request.allowMassChange()),
                  new ProgressListener(progress));
      List<String> notes = new ArrayList<>(report.plan().map(Notes::of).orElse(List.of()));
      notes.addAll(Notes.of(place.reader().runs(project.name(), Optional.of(config.name()), 2)));
      return RunReport.of(report, notes);
    }
  }

  @Override
  public List<SyncStatus> status(Optional<String> name) {
    Project project = place.project();
    List<SyncStatus> known = place.reader().syncs(project.name());
    List<SyncStatus> statuses = new ArrayList<>();
    for (SyncConfig sync : Workplace.chosen(project, name)) {
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
              held.map(SyncStatus::paused).orElse(""),
              held.flatMap(SyncStatus::latest)));
    }
    return statuses;
  }

  @Override
  public List<RunRecord> runs(Optional<String> name, int limit) {
    Project project = place.project();
    name.ifPresent(one -> Workplace.sync(project, one));
    return place.reader().runs(project.name(), name, limit);
  }

  @Override
  public RunRecord runNamed(String id) {
    String project = validate().nameOrThrow();
    return place
        .reader()
        .run(project, id)
        .orElseThrow(() -> NotFoundException.of("run", id, List.of(), "runs list"));
  }

  @Override
  public SyncCommands control() {
    return control;
  }

  @Override
  public LetterCommands dlq() {
    return letters;
  }

  @Override
  public ResetReport resetPreview(String name) {
    ResetReport known = forgotten(name);
    Optional<Long> gone = Optional.empty();
    String why = "";
    try {
      gone = Optional.of(plan(name).summary().gone());
    } catch (PenstockException e) {
      why = Objects.requireNonNullElse(e.getMessage(), e.code().sentence());
    }
    return new ResetReport(name, known.held(), known.openLetters(), gone, why, known.requests());
  }

  /** What a look at the ledger tells. */
  private ResetReport forgotten(String name) {
    Project project = place.project();
    SyncConfig config = Workplace.sync(project, name);
    Optional<SyncStatus> status =
        place.reader().syncs(project.name()).stream()
            .filter(one -> one.sync().equals(name))
            .findFirst();
    long held = status.map(SyncStatus::held).orElse(0L);
    try (Workplace.Opened opened = place.open(project, config)) {
      int size =
          Math.min(
              opened.spec().delivery().batchRecords(),
              opened.spec().destination().action().batchRecordsMax());
      return new ResetReport(
          name,
          held,
          status.map(SyncStatus::openLetters).orElse(0L),
          Optional.empty(),
          "",
          Math.ceilDiv(held, size));
    }
  }

  @Override
  public ResetReport reset(String name) {
    ResetReport report = forgotten(name);
    Project project = place.project();
    try (Workplace.Opened opened = place.open(project, Workplace.sync(project, name))) {
      place.writer().ledger().reset(opened.spec().identity());
    }
    return report;
  }

  @Override
  public List<StateCheck> verify(Optional<String> name) {
    Project project = place.project();
    Stores stores = place.writer();
    List<StateCheck> checks = new ArrayList<>();
    for (SyncConfig config : Workplace.chosen(project, name)) {
      try (Workplace.Opened opened = place.open(project, config)) {
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
  public List<Finding> examine() {
    return new Doctor(location, clock).examine(validate(), () -> test(Optional.empty()));
  }

  @Override
  public List<ConnectionTest> test(Optional<String> name) {
    Project project = place.project();
    Connections connections = place.connections(project);
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
                    connections.destination(config, Optional.empty(), 1, Optional.empty())) {
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
    new Simulation(clock).run(request, listening, place.interrupted());
  }

  @Override
  public void demo(boolean once, Consumer<String> story) {
    new Demo(
            location,
            environment,
            place -> new LocalPenstock(place, references, environment, clock, random, crashpoint),
            place.interrupted())
        .run(once, story);
  }

  @Override
  public void interrupt() {
    place.interrupt();
  }

  @Override
  public void close() {
    place.close();
  }
}
