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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bad rows on their way into a table that has rules, told of a real server. Of 10,000 rows each
 * kind of bad one is one in 300, so that no stretch of rows looks hopeless.
 */
abstract class TableInputs {
  private static final Logger LOG = LoggerFactory.getLogger(TableInputs.class);

  private final Path folder;
  private final String type;
  private final String password;

  /**
   * @param type of source and destination
   * @param password of the server, by the name PASSWORD
   */
  TableInputs(Path folder, String type, String password) {
    this.folder = folder;
    this.type = type;
    this.password = password;
  }

  abstract Connection connect() throws SQLException;

  /** The server's settings in the project, as members of a YAML object. */
  abstract String login();

  /** How many rows of table source were ever read, by the server's own statistics. */
  abstract long rowsRead() throws SQLException;

  @Test
  void one_run_stores_every_good_row_and_tells_each_bad_one_apart_then_repaired_rows_follow()
      throws Exception {
    project();

    long begun = System.nanoTime();
    RunRecord first = run();
    LOG.info("{}: 10,000 rows, 150 bad: {} ms", type, (System.nanoTime() - begun) / 1_000_000);

    assertThat(one("SELECT count(*) FROM people WHERE id > 0")).isEqualTo("9850");
    assertThat(first.counts().delivered()).isEqualTo(9850);
    assertThat(letters())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "DUPLICATE email", 30L,
                "MISSING_REQUIRED name", 30L,
                "FIELD_TOO_LONG name", 30L,
                "LOOKUP_MISS town", 30L,
                "FIELD_INVALID -", 30L));

    reprocessFive();

    execute("UPDATE source SET email = concat('e', id), name = concat('N', id), town = 1");
    RunRecord second = run();

    assertThat(second.counts().delivered()).isEqualTo(150); // the five were renamed
    assertThat(one("SELECT count(*) FROM people WHERE id > 0")).isEqualTo("10000");
    assertThat(letters()).isEmpty();
  }

  /** Five mended rows are read by their keys, by the source's own count, and nothing else is. */
  private void reprocessFive() throws Exception {
    execute("UPDATE source SET name = 'mended' WHERE name IS NULL AND id <= 1202");
    try (LocalPenstock penstock = open()) {
      LetterCommands dlq = penstock.dlq();
      List<Letter> five = Stream.of("2", "302", "602", "902", "1202").map(dlq::letter).toList();
      List<Letter> with = Stream.concat(five.stream(), Stream.of(dlq.letter("1502"))).toList();

      Rehearsal rehearsal = dlq.rehearse("people", with, false);
      long before = rowsRead();
      RunRecord run = dlq.reprocess("people", rehearsal.passing(), false, RunProgress.SILENT).run();

      assertThat(rehearsal.passing()).containsExactlyInAnyOrderElementsOf(five);
      assertThat(rehearsal.unchanged()).extracting(Letter::key).containsExactly("1502");
      assertThat(run.counts().delivered()).isEqualTo(5);
      assertThat(rowsRead() - before).isEqualTo(5);
    }
    assertThat(one("SELECT count(*) FROM people WHERE name = 'mended'")).isEqualTo("5");
  }

  private void project() throws Exception {
    write("penstock.yaml", "project: tables\n");
    write("sources/own.yaml", "source: own\ntype: %s\nsettings: {%s}\n".formatted(type, login()));
    write("models/rows.yaml", "model: rows\nsource: own\nkey: id\ntable: source\n");
    write(
        "destinations/shop.yaml",
        "destination: shop\ntype: %s\nsettings: {%s, table: people}\n".formatted(type, login()));
    write("syncs/sync.yaml", "sync: people\nmodel: rows\ndestination: shop\naction: upsert\n");
  }

  private void write(String file, String text) throws Exception {
    Path path = folder.resolve("project").resolve(file);
    Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(folder));
    Files.writeString(path, text);
  }

  private RunRecord run() {
    try (LocalPenstock penstock = open()) {
      return penstock.run(RunRequest.byAPerson("people"), RunProgress.SILENT).run();
    }
  }

  private Map<String, Long> letters() {
    try (LocalPenstock penstock = open()) {
      return penstock.dlq().list(LetterFilter.open(Optional.empty()), 1_000).stream()
          .map(Letter::failure)
          .map(failure -> failure.code() + " " + failure.field().orElse("-"))
          .collect(Collectors.groupingBy(told -> told, Collectors.counting()));
    }
  }

  private LocalPenstock open() {
    return new LocalPenstock(
        new Location(
            folder.resolve("project"), folder.resolve("data"), Optional.empty(), Duration.ZERO),
        References.ofEnvironment(_ -> Optional.of(password)),
        System.getenv(),
        InstantSource.system(),
        new Random(1),
        Crashpoint.NONE);
  }

  final void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        var all = connection.createStatement()) {
      for (String sql : statements) {
        all.execute(sql);
      }
    }
  }

  final String one(String query) throws SQLException {
    try (Connection connection = connect();
        var all = connection.createStatement();
        ResultSet row = all.executeQuery(query)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
