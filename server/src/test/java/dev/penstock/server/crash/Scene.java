package dev.penstock.server.crash;

import dev.penstock.connectors.sandbox.simulator.FaultScript;
import dev.penstock.connectors.sandbox.simulator.OracleEntry;
import dev.penstock.connectors.sandbox.simulator.Simulator;
import dev.penstock.connectors.sandbox.simulator.SimulatorSettings;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.server.Location;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.RunRequest;
import dev.penstock.server.project.References;
import dev.penstock.server.wiring.LocalPenstock;
import dev.penstock.storage.ledger.PostgresLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One case: a table of its own, a project folder, a simulated destination. The product runs as a
 * child process, or in this one where nothing is killed.
 */
final class Scene implements AutoCloseable {
  static final String SYNC = "things_to_tool";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Path folder;
  private final Shape shape;
  private final Optional<Servers.Ledger> ledger;
  private final String project;
  private final Simulator simulator;
  private final Map<String, String> environment = new HashMap<>();

  private Set<String> earlier = Set.of();
  private long mark;

  private Scene(Path folder, Shape shape, Optional<Servers.Ledger> ledger, String project)
      throws IOException {
    this.folder = folder;
    this.shape = shape;
    this.ledger = ledger;
    this.project = project;
    this.simulator = Simulator.start(SimulatorSettings.standard().withLevel(shape.level()));
    environment.put("CRASH_PASSWORD", Servers.postgres().password().value());
    ledger.ifPresent(it -> environment.put("PENSTOCK_LEDGER_URL", it.url()));
  }

  /**
   * Writes the project and makes the table, empty.
   *
   * @param ledger empty for the embedded one in the data folder
   */
  static Scene set(Path above, Shape shape, Optional<Servers.Ledger> ledger) {
    String name = "crash" + NUMBERS.incrementAndGet();
    try {
      Scene scene = new Scene(Files.createDirectories(above.resolve(name)), shape, ledger, name);
      Servers.execute(
          Servers.WAREHOUSE,
          "CREATE TABLE %s (id bigint, name text, revision integer, note text)".formatted(name));
      scene.writeProject("");
      return scene;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the project's files; {@code more} are further lines of the sync. */
  void writeProject(String more) {
    write("penstock.yaml", "project: " + project + "\negress: {allow: [127.0.0.1]}\n");
    write(
        "sources/warehouse.yaml",
        """
        source: warehouse
        type: postgresql
        settings:
          host: 127.0.0.1
          port: %d
          database: %s
          user: %s
          password: "${env:CRASH_PASSWORD}"
          sslmode: disable
        """
            .formatted(Servers.postgres().port(), Servers.WAREHOUSE, Servers.postgres().user()));
    writeModel("SELECT id, name, revision, note FROM " + project);
    write("destinations/tool.yaml", shape.destination(simulator.port()));
    writeSync(shape.delivery() + "guard: {min_rows: 900000000}\n" + more);
  }

  void writeModel(String query) {
    write(
        "models/things.yaml",
        "model: things\nsource: warehouse\nkey: [id]\nquery: \"%s\"\n".formatted(query));
  }

  /** The sync with these lines about delivery and guard. */
  void writeSync(String lines) {
    write(
        "syncs/" + SYNC + ".yaml",
        """
        sync: %s
        model: things
        destination: tool
        action: %s
        changes: mirror
        """
                .formatted(SYNC, shape.action())
            + shape.mapping()
            + lines);
  }

  void write(String name, String text) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Scene with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return folder.resolve(environment.getOrDefault("PENSTOCK_DATA", Location.DATA_FOLDER));
  }

  String project() {
    return project;
  }

  String table() {
    return project;
  }

  Shape shape() {
    return shape;
  }

  Simulator simulator() {
    return simulator;
  }

  Servers.Ledger ledger() {
    return ledger.orElseThrow();
  }

  /** Statements about the table, whose name stands as {@code T}. */
  void sql(String... statements) {
    String[] named = new String[statements.length];
    for (int i = 0; i < statements.length; i++) {
      named[i] = statements[i].replaceAll("\\bT\\b", project);
    }
    Servers.execute(Servers.WAREHOUSE, named);
  }

  void insert(int from, int to) {
    sql(
        "INSERT INTO T SELECT n, 'thing ' || n, 0, CASE WHEN n % 3 = 0 THEN NULL ELSE 'x' END"
            + " FROM generate_series(%d, %d) AS n".formatted(from, to));
  }

  /** Makes the destination misbehave from now on. */
  void faults(Object... rules) {
    simulator.faults(FaultScript.parse(Map.of("rules", List.of(rules))));
  }

  /** Requests take so long, so that moments lie apart. */
  void slow(String delay) {
    faults(Map.of("match", Map.of(), "action", Map.of("delay", delay)));
  }

  Child start(String halt, String... words) {
    return Child.start(folder, environment, halt, List.of(words));
  }

  /** A command whose output nobody reads any more. */
  Child startUnread(String... words) {
    return Child.startUnread(folder, environment, List.of(words));
  }

  Child.Ended command(String... words) {
    return start("", words).ended();
  }

  Child startRun(String halt) {
    return start(halt, "run", SYNC, "--output", "json");
  }

  Child.Ended run() {
    return startRun("").ended();
  }

  /** Runs it in this process. */
  RunReport runHere(Crashpoint crashpoint) {
    try (LocalPenstock penstock =
        new LocalPenstock(
            new Location(folder, data(), ledger.map(Servers.Ledger::url), Duration.ofSeconds(30)),
            References.ofEnvironment(name -> Optional.ofNullable(environment.get(name))),
            environment,
            InstantSource.system(),
            new Random(NUMBERS.incrementAndGet()),
            crashpoint)) {
      return penstock.run(RunRequest.byAPerson(SYNC), RunProgress.SILENT);
    }
  }

  /** The runs of the sync, the newest first. */
  List<RunRecord> runs() {
    try (PostgresLedger open = ledger().open()) {
      return open.history().runs(project, Optional.of(SYNC), 100);
    }
  }

  /** Delivers what is there; accounts begin after it. */
  void deliverAll() {
    RunReport report = runHere(Crashpoint.NONE);
    if (report.run().status() != RunStatus.SUCCEEDED) {
      throw new IllegalStateException("the first run ended " + report.run());
    }
    mark = simulator.log().stream().mapToLong(OracleEntry::number).max().orElse(0);
    earlier = Set.of(report.run().id());
  }

  /** Both accounts, of all runs but the first that {@link #deliverAll} made. */
  Account account() {
    List<RunRecord> later = runs().stream().filter(run -> !earlier.contains(run.id())).toList();
    return Account.of(this, later, mark);
  }

  /** The time that the destination asked for is over. */
  void waitIsOver() {
    Servers.execute(
        ledger().database(),
        "UPDATE penstock.accounts SET not_before = NULL WHERE id LIKE '%%:%d%%'"
            .formatted(simulator.port()));
  }

  /** How many requests the destination got so far. */
  long requests() {
    return simulator.counts().requests();
  }

  @Override
  public void close() {
    try {
      simulator.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
