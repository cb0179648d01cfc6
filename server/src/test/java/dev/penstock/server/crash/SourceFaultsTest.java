package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The warehouse breaks off, or gives too little. */
class SourceFaultsTest {
  private static final String ROWS = "SELECT id, name, revision, note FROM ";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @BeforeEach
  void deliver_two_thousand_rows() {
    scene = Scene.set(folder, Shape.ARRAY, Optional.of(Servers.newLedger()));
    scene.insert(1, 2000);
    scene.deliverAll();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void a_source_that_breaks_off_is_not_taken_for_the_end_of_its_rows() {
    scene.sql("UPDATE T SET revision = 1 WHERE id <= 100", "DELETE FROM T WHERE id = 1999");
    long before = scene.requests();
    // From the 1,500th row on each takes a minute, so that the middle can be met.
    scene.writeModel(ROWS + scene.table() + " WHERE id < 1500 OR pg_sleep(60) IS NOT NULL");
    String reading =
        "FROM pg_stat_activity WHERE datname = '%s' AND wait_event = 'PgSleep' AND query LIKE '%%%s %%'"
            .formatted(Servers.WAREHOUSE, scene.table());

    Child run = scene.startRun("");
    run.until(
        "the source reading",
        () -> Servers.number(Servers.WAREHOUSE, "SELECT count(*) " + reading) > 0);
    Servers.execute(Servers.WAREHOUSE, "SELECT pg_terminate_backend(pid) " + reading);
    Child.Ended broken = run.ended();
    long sent = scene.requests() - before;
    scene.writeModel(ROWS + scene.table());
    Child.Ended next = scene.run();

    assertThat(broken.code()).as(broken.toString()).isEqualTo(1);
    assertThat(broken.out()).contains("SOURCE_UNAVAILABLE");
    assertThat(sent).isZero();
    assertThat(next.code()).as(next.toString()).isZero();
    assertThat(scene.account()).matches(Account::isRight);
  }

  @Test
  void a_model_without_rows_waits_for_a_person_and_deletes_nothing() {
    long before = scene.requests();
    scene.writeModel(ROWS + scene.table() + " WHERE false");

    Child.Ended stopped = scene.run();
    long sent = scene.requests() - before;
    scene.writeModel(ROWS + scene.table());
    Child.Ended next = scene.run();

    assertThat(stopped.code()).as(stopped.toString()).isEqualTo(9);
    assertThat(stopped.out()).contains("\"awaiting_approval\"").contains("MASS_CHANGE_GUARD");
    assertThat(sent).isZero();
    assertThat(next.code()).as(next.toString()).isZero();
    assertThat(scene.requests()).isEqualTo(before);
    assertThat(scene.account()).matches(Account::isRight);
  }
}
