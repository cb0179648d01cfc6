package dev.penstock.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final int PROCESSES = 4;

  private final LedgerDatabase database = LedgerDatabase.fresh();

  private String start(int seed) {
    try (PostgresLedger ledger =
        PostgresLedger.open(
            database.settings(),
            () -> Instant.EPOCH,
            new Owner("p" + seed, Optional.empty()),
            new SplittableRandom(seed))) {
      return ledger.id();
    }
  }

  @Test
  void several_processes_that_start_at_once_on_an_empty_database_agree() throws Exception {
    var barrier = new CyclicBarrier(PROCESSES);
    List<String> ids = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> starts = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        int seed = i;
        starts.add(
            executor.submit(
                () -> {
                  barrier.await(10, TimeUnit.SECONDS);
                  return start(seed);
                }));
      }
      for (Future<String> started : starts) {
        ids.add(started.get());
      }
    }

    assertThat(ids).hasSize(PROCESSES).containsOnly(ids.getFirst());
    assertThat(
            database.texts(
                "SELECT h.version FROM penstock.schema_history AS h WHERE h.version IS NOT NULL"))
        .hasSize(Schema.NEWEST);
  }

  @Test
  void the_ledger_keeps_its_name() {
    assertThat(start(1)).isEqualTo(start(2));
  }

  @Test
  void a_schema_of_a_newer_build_is_refused_and_left_alone() {
    start(1);
    database.execute(
        """
        INSERT INTO penstock.schema_history
          (installed_rank, version, description, type, script, installed_by, execution_time, success)
        VALUES (99, ?, 'future', 'SQL', 'future.sql', 'somebody', 1, true)
        """,
        Integer.toString(Schema.NEWEST + 1));

    assertThatExceptionOfType(PenstockException.class)
        .isThrownBy(() -> start(2))
        .withMessageContaining("version " + (Schema.NEWEST + 1))
        .withMessageContaining("newer Penstock")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
  }

  @Test
  void a_schema_that_is_up_to_date_is_not_touched_by_flyway() {
    start(1);
    // Flyway would refuse the changed checksum.
    database.execute("UPDATE penstock.schema_history SET checksum = 1 WHERE version IS NOT NULL");

    assertThat(start(2)).isNotEmpty();
  }

  @Test
  void the_newest_version_is_that_of_the_newest_file() throws Exception {
    try (var files = Files.list(migrations())) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .mapToInt(name -> Integer.parseInt(name.replaceFirst("V(\\d+)__.*", "$1")))
                  .max())
          .hasValue(Schema.NEWEST);
    }
  }

  @Test
  void every_table_says_what_it_is_for() {
    start(1);

    assertThat(
            database.texts(
                """
                SELECT c.relname FROM pg_class AS c
                WHERE c.relnamespace = 'penstock'::regnamespace AND c.relkind = 'r'
                  AND c.relname <> 'schema_history' AND obj_description(c.oid) IS NULL
                """))
        .isEmpty();
  }

  private static Path migrations() throws URISyntaxException {
    var resource = SchemaTest.class.getResource("/db/migration/V1__ledger.sql");
    assertThat(resource).isNotNull();
    return Path.of(java.util.Objects.requireNonNull(resource).toURI()).resolveSibling("");
  }
}
