package dev.penstock.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.TestStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB must not reach, what goes wrong with it, and what a person is told. */
@Timeout(120)
class DuckdbFailuresTest {
  private static final String SECRET = "not for this project";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path root;

  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @BeforeAll
  static void make() throws Exception {
    folder = Files.createDirectories(root.resolve("folder"));
    Files.createDirectories(root.resolve("folder-beside"));
    for (String name : List.of("outside.csv", "folder-beside/outside.csv")) {
      Files.writeString(root.resolve(name), "id\n" + SECRET + "\n");
    }
    DuckdbReader.execute(root.resolve("outside.duckdb"), "CREATE TABLE t AS SELECT 1 AS id");
    Files.writeString(folder.resolve("people.csv"), "id,name\n1,Ada\n2,Grace\n");
    Files.createSymbolicLink(folder.resolve("link.csv"), root.resolve("outside.csv"));
    Files.createSymbolicLink(folder.resolve("links"), root);
    Files.createSymbolicLink(folder.resolve("link.duckdb"), root.resolve("outside.duckdb"));
  }

  private static PenstockException refused(DuckdbSettings settings, ExtractRequest request) {
    PenstockException refused =
        catchThrowableOfType(PenstockException.class, () -> DuckdbReader.read(settings, request));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.getMessage()).endsWith(".").doesNotContain(SECRET);
    return refused;
  }

  private static PenstockException refused(String sql) {
    return refused(DuckdbSettings.of(folder), DuckdbReader.query(sql, "id"));
  }

  private static List<String> everything() throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void nothing_outside_the_folder_is_read_and_nothing_is_written() throws Exception {
    List<String> before = everything();
    String outside = root + "/outside.csv";
    for (String sql :
        List.of(
            "SELECT * FROM '" + outside + "'",
            "SELECT * FROM '../outside.csv'",
            "SELECT * FROM 'sub/../../outside.csv'",
            "SELECT * FROM '" + folder + "-beside/outside.csv'",
            "SELECT * FROM '../folder-beside/outside.csv'",
            "SELECT * FROM 'link.csv'",
            "SELECT * FROM 'links/outside.csv'",
            "SELECT * FROM 'links/*.csv'",
            "SELECT * FROM read_csv('" + outside + "')",
            "SELECT * FROM read_csv(['people.csv', '../outside.csv'])",
            "SELECT content AS id FROM read_text('" + outside + "')",
            "SELECT content AS id FROM read_text('/proc/self/environ')",
            "SELECT content AS id FROM read_blob('/etc/hostname')",
            "SELECT file AS id FROM glob('/etc/*')",
            "SELECT file AS id FROM glob('../*')",
            "SELECT * FROM query('SELECT * FROM read_csv(''" + outside + "'')')",
            "SELECT * FROM query_table('" + outside + "')",
            "SELECT 1 AS id, * FROM sniff_csv('" + outside + "')",
            "SELECT 1 AS id, * FROM parquet_metadata('" + outside + "')",
            "SELECT (SELECT content FROM read_text('" + outside + "')) AS id",
            "WITH x AS (SELECT * FROM read_csv('" + outside + "')) SELECT * FROM x",
            "SELECT * FROM 'https://example.org/a.csv'",
            "SELECT * FROM 's3://bucket/a.parquet'",
            "SELECT getenv('HOME') AS id",
            "SELECT * FROM sqlite_scan('a', 'b')",
            "ATTACH '" + root + "/outside.duckdb'",
            "ATTACH '" + folder + "/new.duckdb' AS n",
            "COPY (SELECT 1 AS id) TO '" + folder + "/out.csv'",
            "COPY people FROM '" + outside + "'",
            "EXPORT DATABASE '" + folder + "'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
            "SET allowed_directories = ['/']",
            "RESET lock_configuration",
            "PRAGMA enable_profiling",
            "CREATE TABLE t AS SELECT 1 AS id",
            "CREATE MACRO f() AS 1",
            "DROP TABLE people",
            "CALL pragma_version()",
            "CHECKPOINT",
            "SELECT 1 AS id; COPY (SELECT 1) TO '" + folder + "/out.csv'",
            "SELECT 1 AS id) AS model; COPY (SELECT 1) TO '" + folder + "/out.csv' --",
            "SELECT 1 AS id) TO '" + folder + "/out.csv' --",
            "FROM (COPY (SELECT 1) TO '" + folder + "/out.csv')",
            "WITH w AS (COPY (SELECT 1) TO '" + folder + "/out.csv') SELECT 1 AS id",
            "")) {
      assertThat(refused(sql).code()).as(sql).isEqualTo(ErrorCode.MODEL_QUERY);
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void a_table_that_names_a_file_elsewhere_is_refused() {
    DuckdbSettings settings = DuckdbSettings.of(folder);
    for (String name :
        List.of(
            "../outside.csv", root + "/outside.csv", "a/../../outside.csv", "people", "a\0.csv")) {
      assertThat(refused(settings, DuckdbReader.table(name, "id")).code())
          .as(name)
          .isEqualTo(ErrorCode.CONFIG_INVALID);
    }
    assertThat(refused(settings, DuckdbReader.table("link.csv", "id")).code())
        .isEqualTo(ErrorCode.MODEL_QUERY);
  }

  @Test
  void a_database_elsewhere_is_refused() {
    ExtractRequest request = DuckdbReader.table("t", "id");
    for (String file : List.of("../outside.duckdb", root + "/outside.duckdb", "link.duckdb")) {
      DuckdbSettings settings = DuckdbSettings.of(folder).withDatabase(file);
      assertThat(refused(settings, request).code()).as(file).isEqualTo(ErrorCode.CONFIG_INVALID);
      assertThat(new DuckdbSource(settings).test().getFirst().result())
          .isEqualTo(TestStep.Result.FAILED);
    }
    assertThat(refused(DuckdbSettings.of(folder).withDatabase("missing.duckdb"), request).code())
        .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
  }

  @Test
  void a_missing_file_is_refused_with_the_name_that_was_meant() {
    PenstockException refused =
        refused(DuckdbSettings.of(folder), DuckdbReader.table("poeple.csv", "id"));

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused).hasMessageContaining("Did you mean \"people.csv\"?");
  }

  @Test
  void a_mistake_is_shown_with_its_line_and_the_name_that_was_meant() {
    PenstockException refused = refused("SELECT 1 AS x,\n  nmae AS id\nFROM 'people.csv'");

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused).hasMessageContaining("LINE 2").hasMessageContaining("\"name\"");
  }

  @Test
  void a_folder_that_is_not_there_is_unavailable() {
    DuckdbSettings nowhere = DuckdbSettings.of(root.resolve("nowhere"));

    assertThat(refused(nowhere, DuckdbReader.query("SELECT 1 AS id", "id")).code())
        .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    List<TestStep> steps = new DuckdbSource(nowhere).test();
    assertThat(steps).extracting(TestStep::name).containsExactly("folder", "confinement");
    assertThat(steps.getFirst().result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(steps.getFirst().remedy()).isNotBlank();
    assertThat(steps.getLast().result()).isEqualTo(TestStep.Result.SKIPPED);
  }

  @Test
  void row_values_in_duckdbs_words_are_not_repeated() {
    PenstockException refused = refused("SELECT name::int AS id FROM 'people.csv'");

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused.getMessage()).contains("CSV Error on Line: 2").doesNotContain("Ada");
  }

  @Test
  void a_model_that_takes_too_long_runs_into_its_timeout() {
    String slow =
        "SELECT count(*) AS id FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range)"
            + " = 1";
    PenstockException refused =
        refused(
            DuckdbSettings.of(folder).withTimeout(Duration.ofSeconds(1)),
            DuckdbReader.query(slow, "id"));

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_TIMEOUT);
    assertThat(refused).hasMessageContaining("1 s");
  }

  @Test
  void memory_is_bounded_and_what_needs_more_goes_to_disk_or_is_refused() {
    var small = new DuckdbSettings(folder, Optional.empty(), 64, 1, Duration.ofMinutes(1));
    String sorted =
        "SELECT * FROM (SELECT i AS id, repeat('x', 100) AS t FROM range(2000000) r(i)"
            + " ORDER BY hash(i) LIMIT 1000000) ORDER BY id DESC LIMIT 3";

    assertThat(DuckdbReader.read(small, DuckdbReader.query(sorted, "id"))).hasSize(3);
    assertThat(
            refused(
                    small,
                    DuckdbReader.query(
                        "SELECT length(string_agg(repeat('x', 1000), '')) AS id FROM"
                            + " range(1000000)",
                        "id"))
                .code())
        .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
  }

  @Test
  void settings_out_of_bounds_are_refused() {
    for (int memory : List.of(0, 63, Integer.MAX_VALUE)) {
      assertThat(
              catchThrowableOfType(
                      PenstockException.class,
                      () ->
                          new DuckdbSettings(
                              folder, Optional.empty(), memory, 1, Duration.ofMinutes(1)))
                  .code())
          .isEqualTo(ErrorCode.CONFIG_INVALID);
    }
  }
}
