package dev.penstock.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that are no error and still worth a person's look. */
class NotesTest {
  private static final String NO_LIMIT = "guard: {max_changed: 100%}\n";

  private static Bench bench;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    bench = Bench.start(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @Test
  void a_query_that_never_gives_the_same_rows_is_told_the_second_time() {
    bench.model("[id]", rows("clock_timestamp()")).sync(NO_LIMIT);

    assertThat(bench.report().notes()).isEmpty();
    assertThat(bench.report().notes()).as("once may be an honest change").isEmpty();
    assertThat(bench.report().notes())
        .singleElement()
        .asString()
        .startsWith("Nearly every row changed, as in the run before.");
    bench.query("[id]", rows("1"));
    bench.report();
    assertThat(bench.report().notes()).isEmpty();
  }

  private static String rows(String value) {
    return "SELECT id, " + value + " AS v FROM generate_series(1, 40) AS t (id)";
  }

  @Test
  void an_address_that_is_not_public_has_to_be_listed_and_costs_no_dead_letters() {
    RunRecord run = bench.model("[id]", rows("1")).publicOnly().run();

    assertThat(run.error()).contains(ErrorCode.EGRESS_BLOCKED);
    assertThat(run.message())
        .contains("127.0.0.1 (loopback)", "egress.allow", "40 of 40 changes are left");
    assertThat(bench.letters()).isEmpty();
  }

  @Test
  void a_reset_says_how_many_records_would_stay_for_good_and_why_that_is_unknown() {
    bench.model("[id]", rows("1")).sync(NO_LIMIT);
    bench.report();
    bench.query("[id]", rows("1") + " WHERE id > 3");

    assertThat(bench.resetPreview().pendingDeletes()).contains(3L);
    bench.query("[id]", "SELECT id FROM nowhere");
    assertThat(bench.resetPreview().pendingDeletes()).isEmpty();
    assertThat(bench.resetPreview().whyUnknown()).contains("nowhere");
    assertThat(bench.resetPreview().held()).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "(''), ('a')"       | 1
          "('  '), ('a')"     | 1
          "(' a'), ('a')"     | 0
          "('a'), ('b')"      | 0
          """)
  void an_empty_or_blank_key_is_sent_and_told(String values, int notes) {
    bench.model("[id]", "SELECT * FROM (VALUES " + values + ") AS v (id)");

    assertThat(bench.plan().notes()).hasSize(notes);
    var report = bench.report();
    assertThat(report.notes()).hasSize(notes);
    assertThat(report.run().counts().delivered()).isEqualTo(2);
  }
}
