package dev.penstock.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows are the same record, and which have no usable key. */
class KeyInputsTest {
  private static Bench bench;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    bench = Bench.start(folder);
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
          null                 | (NULL::text), ('a')                       | 1 | 1
          twice, neither sent  | ('a'), ('a'), ('b')                       | 1 | 2
          thrice               | ('a'), ('a'), ('a')                       | 0 | 3
          empty is a value     | (''), (' ')                               | 2 | 0
          10 kB                | (repeat('x', 10240)), ('a')               | 1 | 1
          1024 bytes and more  | (repeat('x', 1000)), (repeat('x', 1025))  | 1 | 1
          case                 | ('A'), ('a')                              | 2 | 0
          composed, decomposed | (U&'\\00E9'), (U&'e\\0301')               | 2 | 0
          blanks at the end    | ('a'), ('a ')                             | 2 | 0
          1, 1.0 as text       | ('1'), ('1.0'), ('01')                    | 3 | 0
          1, 1.0 as numeric    | (1::numeric), (1.0::numeric)              | 0 | 2
          padded char(n)       | ('a'::char(3)), ('a  '::char(3))          | 0 | 2
          same instant         | (timestamptz '2026-01-01 00:00Z'), (timestamptz '2026-01-01 01:00+01') | 0 | 2
          NaN                  | ('NaN'::numeric), (1)                     | 1 | 1
          infinity             | (timestamp 'infinity'), (timestamp '2026-01-01') | 1 | 1
          2^53, 2^53+1         | (9007199254740992), (9007199254740993)    | 2 | 0
          control characters   | (E'a\\x01'), ('a')                        | 2 | 0
          """)
  void rows_are_told_apart_exactly_and_unusable_keys_are_counted(
      String story, String values, long delivered, long refused) {
    RunRecord run = bench.model("[id]", "SELECT * FROM (VALUES " + values + ") AS v (id)").run();

    assertThat(run.counts().delivered()).as(story + ": " + run.message()).isEqualTo(delivered);
    assertThat(run.counts().sourceRejected()).as(story).isEqualTo(refused);
    assertThat(run.status()).isEqualTo(refused == 0 ? RunStatus.SUCCEEDED : RunStatus.PARTIAL);
  }

  @Test
  void parts_of_a_composite_key_do_not_run_together() {
    RunRecord run =
        bench
            .model(
                "[a, b]",
                "SELECT * FROM (VALUES ('a', 'bc'), ('ab', 'c'), ('a,b', 'c'), ('a', 'b,c')) AS v"
                    + " (a, b)")
            .run();

    assertThat(run.counts().delivered()).as(run.message()).isEqualTo(4);
  }

  @Test
  void a_null_in_one_part_of_a_composite_key_is_enough() {
    RunRecord run =
        bench.model("[a, b]", "SELECT * FROM (VALUES (1, 2), (1, NULL)) AS v (a, b)").run();

    assertThat(run.counts().delivered()).isEqualTo(1);
    assertThat(run.counts().sourceRejected()).isEqualTo(1);
  }

  @Test
  void a_number_written_with_more_zeros_is_no_change() {
    RunRecord first = bench.model("[id]", "SELECT 1.0::numeric AS id, 1.10::numeric AS n").run();
    RunRecord second = bench.query("[id]", "SELECT 1::numeric AS id, 1.1::numeric AS n").run();

    assertThat(first.counts().delivered()).isEqualTo(1);
    assertThat(second.counts().unchanged()).as(second.message()).isEqualTo(1);
    assertThat(second.counts().planned()).isZero();
  }
}
