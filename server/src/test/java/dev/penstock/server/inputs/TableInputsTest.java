package dev.penstock.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.LetterCommands;
import dev.penstock.server.Location;
import dev.penstock.server.Rehearsal;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunRequest;
import dev.penstock.server.project.References;
import dev.penstock.server.wiring.LocalPenstock;
import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bad rows on their way into a table that has rules. */
final class TableInputsTest {
  private static final Logger LOG = LoggerFactory.getLogger(TableInputsTest.class);
  private static final String DATABASE = "tables";

  private final Path folder;

  TableInputsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void one_run_stores_every_good_row_and_tells_each_bad_one_apart_then_repaired_rows_follow()
      throws Exception {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.open(
            folder.resolve("data"), EmbeddedPostgres.Settings.from(System.getenv()))) {
      postgres.createDatabaseIfMissing(DATABASE);
      prepare(postgres);

      long begun = System.nanoTime();
      RunRecord first = run(postgres);
      LOG.info("10,000 rows, 150 bad: {} ms", (System.nanoTime() - begun) / 1_000_000);

      assertThat(one(postgres, "SELECT count(*) FROM people WHERE id > 0")).isEqualTo("9850");
      assertThat(first.counts().delivered()).isEqualTo(9850);
      assertThat(letters(postgres))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "DUPLICATE email", 30L,
                  "MISSING_REQUIRED name", 30L,
                  "FIELD_TOO_LONG name", 30L,
                  "LOOKUP_MISS town", 30L,
                  "FIELD_INVALID -", 30L));

      reprocessFive(postgres);

      sql(postgres, "UPDATE source SET email = 'e' || id, name = 'N' || id, town = 1");
      RunRecord second = run(postgres);

      assertThat(second.counts().delivered()).isEqualTo(150); // the five were renamed
      assertThat(one(postgres, "SELECT count(*) FROM people WHERE id > 0")).isEqualTo("10000");
      assertThat(letters(postgres)).isEmpty();
    }
  }

  /** Five mended rows are read by their keys, by the source's own count, and nothing else is. */
  private void reprocessFive(EmbeddedPostgres postgres) throws Exception {
    sql(postgres, "UPDATE source SET name = 'mended' WHERE name IS NULL AND id <= 1202");
    try (LocalPenstock penstock = open(postgres)) {
      LetterCommands dlq = penstock.dlq();
      List<Letter> five = Stream.of("2", "302", "602", "902", "1202").map(dlq::letter).toList();
      List<Letter> with = Stream.concat(five.stream(), Stream.of(dlq.letter("1502"))).toList();

      Rehearsal rehearsal = dlq.rehearse("people", with, false);
      long before = rowsRead(postgres);
      RunRecord run = dlq.reprocess("people", rehearsal.passing(), false, RunProgress.SILENT).run();

      assertThat(rehearsal.passing()).containsExactlyInAnyOrderElementsOf(five);
      assertThat(rehearsal.unchanged()).extracting(Letter::key).containsExactly("1502");
      assertThat(run.counts().delivered()).isEqualTo(5);
      assertThat(rowsRead(postgres) - before).isEqualTo(5);
    }
    assertThat(one(postgres, "SELECT count(*) FROM people WHERE name = 'mended'")).isEqualTo("5");
  }

  private static long rowsRead(EmbeddedPostgres postgres) throws SQLException {
    return Long.parseLong(
        one(
            postgres,
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname ="
                + " 'source'"));
  }

  /** Each kind of bad row is one in 300, so that no stretch of rows looks hopeless. */
  private void prepare(EmbeddedPostgres postgres) throws Exception {
    sql(
        postgres,
        """
        CREATE TABLE source AS SELECT n AS id,
          CASE WHEN n % 300 = 1 AND n < 9000 THEN 'taken' || n ELSE 'e' || n END AS email,
          CASE WHEN n % 300 = 2 AND n < 9000 THEN NULL
            WHEN n % 300 = 3 AND n < 9000 THEN repeat('x', 41)
            WHEN n % 300 = 4 AND n < 9000 THEN 'Mallory' ELSE 'N' || n END AS name,
          CASE WHEN n % 300 = 5 AND n < 9000 THEN 7 ELSE 1 END AS town
          FROM generate_series(1, 10000) AS n;
        ALTER TABLE source ADD PRIMARY KEY (id);
        ANALYZE source;
        CREATE TABLE towns (town int PRIMARY KEY);
        INSERT INTO towns VALUES (1);
        CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE, name varchar(40) NOT NULL,
          town int REFERENCES towns);
        CREATE TABLE refused (name text PRIMARY KEY);
        INSERT INTO refused VALUES ('Mallory');
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF EXISTS (SELECT FROM refused r WHERE r.name = NEW.name) THEN
              RAISE EXCEPTION '% is not welcome', NEW.name;
            END IF;
            RETURN NEW;
          END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION refuse();
        """);
    // Rows of others hold the addresses that must be unique.
    sql(
        postgres,
        "INSERT INTO people SELECT -id, email, 'other', 1 FROM source WHERE email LIKE 'taken%'");
    String login =
        "host: 127.0.0.1, port: %d, database: %s, user: %s, password: \"${env:PG_PASSWORD}\""
            .formatted(postgres.port(), DATABASE, postgres.user());
    write("penstock.yaml", "project: tables\n");
    write("sources/pg.yaml", "source: pg\ntype: postgresql\nsettings: {" + login + "}\n");
    write("models/rows.yaml", "model: rows\nsource: pg\nkey: id\ntable: source\n");
    write(
        "destinations/shop.yaml",
        "destination: shop\ntype: postgresql\nsettings: {" + login + ", table: people}\n");
    write("syncs/sync.yaml", "sync: people\nmodel: rows\ndestination: shop\naction: upsert\n");
  }

  private void write(String file, String text) throws Exception {
    Path path = folder.resolve("project").resolve(file);
    Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(folder));
    Files.writeString(path, text);
  }

  private RunRecord run(EmbeddedPostgres postgres) {
    try (LocalPenstock penstock = open(postgres)) {
      return penstock.run(RunRequest.byAPerson("people"), RunProgress.SILENT).run();
    }
  }

  private Map<String, Long> letters(EmbeddedPostgres postgres) {
    try (LocalPenstock penstock = open(postgres)) {
      return penstock.dlq().list(LetterFilter.open(Optional.empty()), 1_000).stream()
          .map(Letter::failure)
          .map(failure -> failure.code() + " " + failure.field().orElse("-"))
          .collect(Collectors.groupingBy(told -> told, Collectors.counting()));
    }
  }

  private LocalPenstock open(EmbeddedPostgres postgres) {
    return new LocalPenstock(
        new Location(
            folder.resolve("project"), folder.resolve("data"), Optional.empty(), Duration.ZERO),
        References.ofEnvironment(_ -> Optional.of(postgres.password().value())),
        System.getenv(),
        InstantSource.system(),
        new Random(1),
        Crashpoint.NONE);
  }

  private static void sql(EmbeddedPostgres postgres, String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password().value());
        var all = connection.createStatement()) {
      all.execute(statement);
    }
  }

  private static String one(EmbeddedPostgres postgres, String query) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password().value());
        var all = connection.createStatement();
        ResultSet row = all.executeQuery(query)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
