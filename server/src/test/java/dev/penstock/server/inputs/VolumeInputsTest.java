package dev.penstock.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
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

/** Numbers of rows around a batch, large rows among small ones, and nothing but bad rows. */
class VolumeInputsTest {
  private static final String FIFTY = "delivery: {batch: {records: 50}, concurrency: 1}\n";

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
  @CsvSource({"0, 0", "1, 1", "49, 1", "50, 1", "51, 2", "100, 2", "101, 3"})
  void rows_around_the_size_of_a_batch_make_as_many_requests_as_they_need(int rows, long requests) {
    RunRecord run =
        bench
            .model("[id]", "SELECT n AS id FROM generate_series(1, " + rows + ") AS n")
            .sync(FIFTY)
            .run();

    assertThat(run.counts().delivered()).as(run.message()).isEqualTo(rows);
    assertThat(run.counts().requests()).isEqualTo(requests);
  }

  @Test
  void a_row_of_several_large_cells_goes_among_small_ones_and_a_larger_one_is_refused() {
    String large = "repeat('x', CASE n WHEN 50 THEN 900000 WHEN 70 THEN 1048577 ELSE 3 END)";
    RunRecord run =
        bench
            .model(
                "[id]",
                "SELECT n AS id, "
                    + large
                    + " AS a, "
                    + large
                    + " AS b FROM generate_series(1, 100) AS n")
            .run();

    assertThat(run.status()).as(run.message()).isEqualTo(RunStatus.PARTIAL);
    assertThat(run.counts().delivered()).isEqualTo(99);
    assertThat(run.counts().sourceRejected()).isEqualTo(1);
    assertThat(bench.received("50").orElseThrow()).hasSizeGreaterThan(1_800_000);
    assertThat(bench.received("70")).isEmpty();
  }

  @Test
  void where_every_row_is_bad_the_run_stops_early_and_the_rest_stays_pending() {
    RunRecord run =
        bench
            .model("[id]", "SELECT n AS id, 'NaN'::float8 AS v FROM generate_series(1, 20000) AS n")
            .sync("guard: {stop_when_rejected: {percent: 20, after: 500}}\n")
            .run();

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.error()).as(run.message()).contains(ErrorCode.TOO_MANY_REJECTED);
    assertThat(run.counts().planned()).isEqualTo(20_000);
    assertThat(run.counts().deadLettered()).isBetween(500L, 10_000L);
    assertThat(run.counts().pending())
        .isEqualTo(run.counts().planned() - run.counts().deadLettered());
    assertThat(bench.simulator().counts().requests()).isZero();
  }
}
