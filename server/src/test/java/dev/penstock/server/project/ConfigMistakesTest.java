package dev.penstock.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that people make, each planted alone into a valid project. */
class ConfigMistakesTest {
  @TempDir private Path root = Path.of("");

  @ParameterizedTest
  @CsvFileSource(resources = "/config-mistakes.csv", delimiter = ';', quoteCharacter = '\0')
  void a_mistake_is_told_with_its_place_and_what_to_write_instead(
      String name,
      String file,
      String right,
      String wrong,
      ProblemCode code,
      String at,
      String suggestion) {
    Folder folder = Folder.valid(root);
    folder.replace(file, lines(right), lines(wrong));

    assertToldOnce(folder, code, file + ":" + at, suggestion);
  }

  @Test
  void thirty_mistakes_and_more_are_planted() throws IOException {
    try (InputStream rows = ConfigMistakesTest.class.getResourceAsStream("/config-mistakes.csv")) {
      String text = new String(rows.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text.lines().filter(line -> !line.startsWith("#"))).hasSizeGreaterThan(60);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      textBlock =
          """
          x: properties.email   ; 9:8 ; `$.properties.email`
          x: $properties.email  ; 9:8 ; `$.properties.email`
          zip: 012              ; 9:10 ; `"012"`
          """)
  void a_value_that_is_hardly_meant_as_it_stands_is_warned_of(
      String member, String at, String suggestion) {
    Folder folder = Folder.valid(root);
    folder.replace(Folder.SYNC, "guard:", "mapping:\n  data:\n    " + member + "\nguard:");

    ProjectReading reading = folder.readByTheEngine();

    assertThat(reading.project()).isPresent();
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.place()).hasToString(Folder.SYNC + ":" + at);
              assertThat(problem.suggestion().orElse("")).contains(suggestion);
            });
  }

  @Test
  void a_file_that_cannot_be_used_is_told_with_what_to_do() {
    assertRefused("# nothing\n", ProblemCode.FILE_EMPTY, "1:1", "delete it");
    assertRefused("#".repeat(1_000_001), ProblemCode.FILE_TOO_LARGE, "1:1", "divide");
    assertRefused(
        "sync: s\na: &a [x]\nb: &b {c: *b}\n", ProblemCode.YAML_TOO_COMPLEX, "3:4", "anchors");
    assertRefused("x: " + "[".repeat(101), ProblemCode.YAML_TOO_COMPLEX, "1:103", "brackets");
    assertRefused("sync: a\n---\nsync: b\n", ProblemCode.YAML_SYNTAX, "2:1", "of its own");
    assertRefused("- sync: a\n", ProblemCode.TYPE_WRONG, "1:1", "key: value");
  }

  @Test
  void an_egress_rule_that_cannot_be_read_is_told_at_its_place() {
    Folder folder = Folder.valid(root);
    folder.write("penstock.yaml", "project: p\negress:\n  allow: [10.0.0.0/8, 10.0.0.0/40]\n");
    assertToldOnce(folder, ProblemCode.VALUE_INVALID, "penstock.yaml:3:23", "10.2.0.0/16");
    folder.write("penstock.yaml", "project: p\negress: {alow: [10.0.0.0/8]}\n");
    assertToldOnce(folder, ProblemCode.KEY_UNKNOWN, "penstock.yaml:2:10", "allow");
  }

  private void assertRefused(String text, ProblemCode code, String at, String suggestion) {
    Folder folder = Folder.valid(root);
    folder.write(Folder.SYNC, text);
    assertToldOnce(folder, code, Folder.SYNC + ":" + at, suggestion);
  }

  @Test
  void words_that_older_yaml_misreads_are_the_text_they_look_like() {
    Folder folder = Folder.valid(root);
    folder.replace(
        Folder.SYNC,
        "guard:",
        "mapping: {data: {a: no, b: on, c: 12:30, d: 2024-01-01, e: 1_000}}\nguard:");

    Project project = folder.readByTheEngine().orThrow();

    assertThat(project.sync("customers_to_hook").mapping().orElseThrow().text())
        .isEqualTo(
            "{\"data\":{\"a\":\"no\",\"b\":\"on\",\"c\":\"12:30\",\"d\":\"2024-01-01\",\"e\":\"1_000\"}}");
  }

  private static String lines(String cell) {
    return cell.replace("\\n", "\n").replace("\\t", "\t");
  }

  private static void assertToldOnce(
      Folder folder, ProblemCode code, String place, String suggestion) {
    ProjectReading reading = folder.readByTheEngine();

    assertThat(reading.project()).isEmpty();
    List<Problem> told =
        reading.problems().stream().filter(problem -> problem.code() == code).toList();
    assertThat(told).as("all problems: %s", reading.problems()).hasSize(1);
    assertThat(told.getFirst().place()).hasToString(place);
    assertThat(told.getFirst().suggestion().orElse("")).contains(suggestion);
  }

  @Test
  void a_password_whose_variable_is_not_set_counts_as_absent_and_is_warned_of() {
    Folder folder = Folder.valid(root);
    folder.replace("sources/pg.yaml", "PG_PASSWORD", "PG_PASSWRD");

    ProjectReading reading = folder.read();

    assertThat(reading.orThrow().source("pg").settings().text("password")).isEmpty();
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.ENV_UNRESOLVED);
              assertThat(problem.isError()).isFalse();
            });
  }

  @Test
  void a_misspelt_sql_file_is_told_with_the_one_beside_it() {
    Folder folder = Folder.valid(root);
    folder.write("models/customers.sql", "SELECT 1");
    folder.replace(Folder.MODEL, "table: customers", "sql: custmers.sql");

    assertToldOnce(folder, ProblemCode.FILE_UNREADABLE, Folder.MODEL + ":4:6", "`customers.sql`");
  }

  @Test
  void a_name_taken_twice_is_told_at_the_second_place() {
    Folder folder = Folder.valid(root);
    folder.write("models/other.yaml", "model: customers\nsource: pg\nkey: id\ntable: t\n");

    assertToldOnce(folder, ProblemCode.NAME_TAKEN, "models/other.yaml:1:8", "Rename");
  }

  @Test
  void all_mistakes_of_all_files_are_told_at_once() {
    Folder folder = Folder.valid(root);
    folder.replace(Folder.SOURCE, "host:", "hsot:");
    folder.replace(Folder.MODEL, "key: [id]\n", "");
    folder.replace(Folder.SYNC, "5%,", "5,");
    folder.replace(Folder.SYNC, "send", "sned");

    assertThat(folder.read().problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            ProblemCode.KEY_UNKNOWN,
            ProblemCode.KEY_MISSING,
            ProblemCode.KEY_MISSING,
            ProblemCode.VALUE_INVALID,
            ProblemCode.REFERENCE_UNKNOWN);
  }

  @Test
  void a_file_that_cannot_be_read_does_not_make_others_point_nowhere() {
    Folder folder = Folder.valid(root);
    folder.write(Folder.MODEL, "model: [");

    assertThat(folder.read().problems())
        .extracting(Problem::code)
        .containsOnly(ProblemCode.YAML_SYNTAX);
  }

  @Test
  void a_name_taken_twice_tells_both_places() {
    Folder folder = Folder.valid(root);
    folder.write("models/other.yaml", "model: customers\nsource: pg\nkey: id\ntable: t\n");

    Problem problem = folder.read().problems().getFirst();

    assertThat(problem.toString()).contains("models/other.yaml:1:8", "models/customers.yaml:1:8");
  }

  @Test
  void a_secret_in_plain_text_is_warned_of_and_never_repeated() {
    Folder folder = Folder.valid(root);
    folder.replace(Folder.SOURCE, "${env:PG_PASSWORD}", "correct-horse");

    ProjectReading reading = folder.read();

    assertThat(reading.project()).isPresent();
    assertThat(reading.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.SECRET_IN_PLAIN_TEXT);
    assertThat(reading.toString()).doesNotContain("correct-horse");
  }

  @Test
  void a_value_from_the_environment_is_never_repeated() {
    Folder folder = Folder.valid(root);
    folder.replace(Folder.SOURCE, "port: 5432", "port: \"${env:PG_PASSWORD}\"");
    folder.replace(
        Folder.DESTINATION, "method: POST", "method: \"${secret:T}\", gzip: \"${secret:T}\"");

    ProjectReading reading = folder.read();

    assertThat(reading.problems()).hasSize(3);
    assertThat(reading.toString()).doesNotContain("hunter2").doesNotContain("s3cret");
  }

  @Test
  void what_the_engine_says_of_a_mapping_is_told_where_it_stands() {
    Folder folder = Folder.valid(root);
    folder.replace(
        Folder.SYNC, "guard:", "mapping:\n  data:\n    x: {\"@if\": {exists: 1, then: 2}}\nguard:");
    MappingCheck check =
        (_, _, _) ->
            List.of(new MappingCheck.Fault("/data/x/@if/then/0", "No.", Optional.of("Write yes.")));

    ProjectReading reading = ProjectFiles.read(root, References.ofEnvironment(Optional::of), check);

    assertThat(reading.problems())
        .extracting(Problem::toString)
        .containsExactly("syncs/customers_to_hook.yaml:9:28: MAPPING_INVALID: No. Write yes.");
  }
}
