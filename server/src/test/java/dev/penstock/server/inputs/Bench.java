package dev.penstock.server.inputs;

import dev.penstock.connectors.sandbox.simulator.Simulator;
import dev.penstock.connectors.sandbox.simulator.SimulatorSettings;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.Location;
import dev.penstock.server.PlanReport;
import dev.penstock.server.ResetReport;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.RunRequest;
import dev.penstock.server.project.References;
import dev.penstock.server.wiring.LocalPenstock;
import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One sync from a query on a real PostgreSQL, which also keeps the ledger, to a simulated webhook.
 * Each {@link #model} begins a project that nothing is known of. Used by one thread.
 */
final class Bench implements AutoCloseable {
  private static final String DATABASE = "inputs";
  private static final String SYNC = "rows_to_hook";

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final Simulator simulator;
  private int projects;

  private Bench(Path folder, EmbeddedPostgres postgres, Simulator simulator) {
    this.folder = folder;
    this.postgres = postgres;
    this.simulator = simulator;
  }

  static Bench start(Path folder) throws IOException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.open(
            folder.resolve("data"), EmbeddedPostgres.Settings.from(System.getenv()));
    postgres.createDatabaseIfMissing(DATABASE);
    Bench bench = new Bench(folder, postgres, Simulator.start(SimulatorSettings.standard()));
    bench.write(
        "sources/pg.yaml",
        """
        source: pg
        type: postgresql
        settings: {host: 127.0.0.1, port: %d, database: %s, user: %s, password: "${env:PG_PASSWORD}"}
        """
            .formatted(postgres.port(), DATABASE, postgres.user()));
    bench.write(
        "destinations/hook.yaml",
        "destination: hook\ntype: webhook\nsettings: {url: \"http://127.0.0.1:%d/in\"}\n"
            .formatted(bench.simulator.port()));
    return bench;
  }

  Simulator simulator() {
    return simulator;
  }

  /** A new project with this query as its model. */
  Bench model(String key, String query) {
    projects++;
    write("penstock.yaml", "project: p" + projects + "\negress: {allow: [127.0.0.1]}\n");
    simulator.reset();
    sync("");
    return query(key, query);
  }

  /** The same project may send to public addresses only. */
  Bench publicOnly() {
    write("penstock.yaml", "project: p" + projects + "\n");
    return this;
  }

  /** Another query for the same sync. */
  Bench query(String key, String query) {
    write("models/rows.sql", query);
    write("models/rows.yaml", "model: rows\nsource: pg\nkey: " + key + "\nsql: rows.sql\n");
    return this;
  }

  /** More lines for the sync's file. */
  Bench sync(String more) {
    write(
        "syncs/sync.yaml",
        "sync: " + SYNC + "\nmodel: rows\ndestination: hook\naction: send\n" + more);
    return this;
  }

  private void write(String file, String text) {
    try {
      Path path = folder.resolve("project").resolve(file);
      Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(folder));
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunRecord run() {
    return report().run();
  }

  /** Runs, with what is said besides. */
  RunReport report() {
    try (LocalPenstock penstock = open()) {
      return penstock.run(RunRequest.byAPerson(SYNC), RunProgress.SILENT);
    }
  }

  /** What a reset would forget. */
  ResetReport resetPreview() {
    try (LocalPenstock penstock = open()) {
      return penstock.resetPreview(SYNC);
    }
  }

  PlanReport plan() {
    try (LocalPenstock penstock = open()) {
      return penstock.plan(SYNC);
    }
  }

  List<Letter> letters() {
    try (LocalPenstock penstock = open()) {
      return penstock.dlq().list(LetterFilter.open(Optional.empty()), 1_000);
    }
  }

  private LocalPenstock open() {
    return new LocalPenstock(
        new Location(
            folder.resolve("project"), folder.resolve("data"), Optional.empty(), Duration.ZERO),
        References.ofEnvironment(_ -> Optional.of(postgres.password().value())),
        System.getenv(),
        InstantSource.system(),
        new Random(projects),
        Crashpoint.NONE);
  }

  /** What the destination holds for a key. */
  Optional<String> received(String key) {
    return simulator.record("in", key).map(record -> record.payload());
  }

  void sql(String statement) {
    try (var connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password().value());
        var all = connection.createStatement()) {
      all.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    simulator.close();
    postgres.close();
  }
}
