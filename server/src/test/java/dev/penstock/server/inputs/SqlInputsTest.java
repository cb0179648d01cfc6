package dev.penstock.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a model whose SQL is wrong, writes, or names its columns oddly. */
class SqlInputsTest {
  private static Bench bench;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    bench = Bench.start(folder);
    bench.sql("CREATE TABLE kept (id int PRIMARY KEY)");
    bench.sql("INSERT INTO kept VALUES (1)");
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          SELEC 1 AS id                                                  | MODEL_QUERY  | syntax error
          SELECT id FROM nowhere                                         | MODEL_QUERY  | nowhere
          SELECT idd FROM kept                                           | MODEL_QUERY  | idd
          SELECT 1 / 0 AS id                                             | MODEL_QUERY  | division by zero
          SELECT 1 AS id; SELECT 2 AS id                                 | MODEL_QUERY  | statement
          SELECT 1 AS id; DROP TABLE kept                                | MODEL_QUERY  | statement
          CREATE TABLE made (id int)                                     | MODEL_QUERY  | CREATE
          DELETE FROM kept RETURNING id                                  | MODEL_QUERY  | FROM
          WITH d AS (DELETE FROM kept RETURNING id) SELECT id FROM d     | MODEL_QUERY  | read
          SELECT id INTO made FROM kept                                  | MODEL_QUERY  | INTO
          SELECT id FROM kept FOR UPDATE                                 | MODEL_QUERY  | read
          -- nothing                                                     | MODEL_QUERY  | no
          SELECT 1 AS id, 2 AS a, 3 AS a                                 | MODEL_QUERY  | "a"
          SELECT 1 AS id, 2 AS ""                                        | MODEL_QUERY  | zero-length
          SELECT 1 AS no                                                 | SCHEMA_DRIFT | "id"
          SELECT 1::float8 AS id                                         | CONFIG_INVALID | inexact
          """)
  void a_model_that_cannot_be_read_fails_the_run_and_plans_nothing(
      String query, ErrorCode code, String says) {
    RunRecord run = bench.model("[id]", query).run();

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.error()).as(run.message()).contains(code);
    assertThat(run.message()).containsIgnoringCase(says);
    assertThat(run.counts().planned()).isZero();
    assertThat(bench.simulator().counts().requests()).isZero();
  }

  @Test
  void after_all_of_these_the_source_is_as_it_was() {
    bench.sql("INSERT INTO kept VALUES (2)");
    RunRecord run = bench.model("[id]", "SELECT id FROM kept").run();

    assertThat(run.counts().delivered()).isEqualTo(2);
    bench.sql("DELETE FROM kept WHERE id = 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          SELECT 1 AS id, ';' AS s -- ; and a comment        | {"id":1,"s":";"}
          SELECT 1 AS id, $$a;b$$ AS s /* ; */ ;             | {"id":1,"s":"a;b"}
          SELECT 1 AS id, 2 AS "🙂"                          | {"id":1,"🙂":2}
          SELECT 1 AS id, 2 AS "say ""hi"" now"              | {"id":1,"say \\"hi\\" now":2}
          SELECT 1 AS id, 2 AS "MiXed", 3 AS mixed           | {"id":1,"MiXed":2,"mixed":3}
          SELECT 1 AS id, 2 AS " "                           | {"id":1," ":2}
          SELECT 1 AS id, 2 AS "a.b[0]"                      | {"id":1,"a.b[0]":2}
          SELECT 1 AS id, 2 AS "select"                      | {"id":1,"select":2}
          """)
  void odd_columns_and_harmless_semicolons_are_the_models_own(String query, String wire) {
    RunRecord run = bench.model("[id]", query).run();

    assertThat(run.status()).as(run.message()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.received("1")).contains(wire);
  }

  @Test
  void names_longer_than_the_server_keeps_are_cut_by_it_and_delivered() {
    bench.model("[id]", "SELECT 1 AS id, 2 AS " + "x".repeat(300)).run();

    assertThat(bench.received("1")).contains("{\"id\":1,\"" + "x".repeat(63) + "\":2}");
  }

  @Test
  void a_thousand_columns_are_delivered_and_more_are_refused_with_the_limit() {
    RunRecord thousand = bench.model("[c1]", "SELECT " + columns(1_000)).run();
    RunRecord more = bench.model("[c1]", "SELECT " + columns(1_001)).run();

    assertThat(thousand.status()).as(thousand.message()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(more.status()).isEqualTo(RunStatus.FAILED);
    assertThat(more.message()).contains("1001", "1000");
  }

  private static String columns(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> n + " AS c" + n)
        .collect(Collectors.joining(", "));
  }

  @Test
  void no_rows_are_fine_at_first_and_stop_the_run_when_there_were_some() {
    String none = "SELECT id FROM kept WHERE false";
    RunRecord first = bench.model("[id]", none).run();
    bench.query("[id]", "SELECT id FROM kept").run();
    RunRecord later = bench.query("[id]", none).run();

    assertThat(first.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(first.counts().read()).isZero();
    assertThat(later.status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    assertThat(later.error()).contains(ErrorCode.MASS_CHANGE_GUARD);
  }
}
