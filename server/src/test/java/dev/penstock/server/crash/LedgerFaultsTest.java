package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.sandbox.simulator.OracleEntry;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.storage.ledger.PostgresLedger;
import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger's database goes away in the middle of a delivery. */
class LedgerFaultsTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  /** A sync whose way to the ledger is the wire. */
  private Scene through(Wire wire) {
    Servers.Ledger ledger = Servers.newLedger();
    Scene scene = Scene.set(folder, Shape.ARRAY, Optional.of(ledger));
    scene.with(
        "PENSTOCK_LEDGER_URL",
        // Each commit is then to be seen in full, and not by the number of a prepared statement.
        ledger.url().replace(":" + Servers.postgres().port() + "/", ":" + wire.port() + "/")
            + "&prepareThreshold=0");
    scene.insert(1, scene.shape().rows());
    scene.slow("60ms");
    return scene;
  }

  @ParameterizedTest
  @EnumSource(
      value = Wire.Cut.class,
      names = {"BEFORE_THE_COMMIT", "AFTER_THE_COMMIT"})
  void a_connection_cut_at_the_commit_of_outcomes_leaves_nothing_wrong(Wire.Cut cut) {
    try (Wire wire = new Wire(Servers.postgres().port());
        Scene scene = through(wire)) {
      Child run = scene.startRun("");
      run.until("requests", () -> scene.requests() >= 6);
      wire.cut(cut);
      Child.Ended broken = run.ended();
      int cuts = wire.cuts();
      scene.sql("UPDATE T SET revision = 1 WHERE id % 3 = 0");
      Child.Ended next = scene.run();

      assertThat(cuts).isEqualTo(1);
      assertThat(broken.code()).as(broken.toString()).isEqualTo(1);
      assertThat(broken.out()).contains("LEDGER_UNAVAILABLE");
      assertThat(next.code()).as(next.toString()).isZero();
      assertThat(scene.account()).matches(Account::isRight);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Wire.Cut.class,
      names = {"BEFORE_THE_COMMIT", "AFTER_THE_COMMIT"})
  void a_connection_cut_at_the_commit_that_ends_a_run_leaves_nothing_wrong(Wire.Cut cut) {
    try (Wire wire = new Wire(Servers.postgres().port());
        Scene scene = through(wire)) {
      scene.deliverAll();
      scene.sql("UPDATE T SET revision = 1 WHERE id = 1");
      scene.slow("1s");
      Child run = scene.startRun("");
      // While the only request is under way, the commits to come are its outcome and the end.
      run.until("the intent", () -> isOpened(scene));
      wire.cut(cut, 2);
      Child.Ended broken = run.ended();
      int cuts = wire.cuts();
      scene.faults();
      scene.sql("UPDATE T SET revision = 2 WHERE id = 2");
      Child.Ended next = scene.run();

      assertThat(cuts).isEqualTo(1);
      assertThat(broken.code()).as(broken.toString()).isEqualTo(1);
      assertThat(broken.out()).contains("LEDGER_UNAVAILABLE");
      assertThat(next.code()).as(next.toString()).isZero();
      assertThat(scene.account()).matches(Account::isRight);
    }
  }

  private static boolean isOpened(Scene scene) {
    return Servers.number(scene.ledger().database(), "SELECT count(*) FROM penstock.run_openings")
        > 0;
  }

  @Test
  void nothing_is_sent_whose_intent_the_ledger_does_not_have() {
    try (Wire wire = new Wire(Servers.postgres().port());
        Scene scene = through(wire)) {
      Child run = scene.startRun("");
      run.until("requests", () -> scene.requests() >= 4);
      wire.cut(Wire.Cut.EVERYWHERE);
      Child.Ended broken = run.ended();
      long arrived = scene.simulator().log().stream().map(OracleEntry::key).distinct().count();
      long intended = Journals.opened(scene.ledger(), scene.runs().getFirst().id());
      wire.cut(Wire.Cut.NOWHERE);
      scene.sql("UPDATE T SET revision = 1 WHERE id % 3 = 0");
      Child.Ended next = scene.run();

      assertThat(broken.code()).as(broken.toString()).isEqualTo(1);
      assertThat(broken.out()).contains("LEDGER_UNAVAILABLE");
      assertThat(arrived).isPositive().isLessThanOrEqualTo(intended);
      assertThat(next.code()).as(next.toString()).isZero();
      assertThat(scene.account()).matches(Account::isRight);
    }
  }

  @Test
  void the_embedded_ledger_may_be_killed_while_a_run_delivers() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Scene scene = Scene.set(folder, Shape.ARRAY, Optional.empty())) {
      scene.insert(1, scene.shape().rows());
      scene.slow("60ms");

      Child run = scene.startRun("");
      run.until("requests", () -> scene.requests() >= 6);
      Path file = scene.data().resolve("postgres/cluster/postmaster.pid");
      long server = Long.parseLong(Files.readAllLines(file).getFirst().strip());
      List<ProcessHandle> children =
          ProcessHandle.of(server).map(it -> it.children().toList()).orElse(List.of());
      Child.signal("KILL", server);
      children.forEach(ProcessHandle::destroyForcibly);
      Child.Ended broken = run.ended();
      scene.sql("UPDATE T SET revision = 1 WHERE id % 3 = 0");
      Child.Ended next = scene.run();

      assertThat(broken.code()).as(broken.toString()).isEqualTo(1);
      assertThat(broken.out()).contains("LEDGER_UNAVAILABLE");
      assertThat(next.code()).as(next.toString()).isZero();
      assertThat(Account.of(scene, embeddedRuns(scene), 0)).matches(Account::isRight);
    }
  }

  private static List<RunRecord> embeddedRuns(Scene scene) {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.open(scene.data(), EmbeddedPostgres.Settings.from(System.getenv()));
        PostgresLedger ledger =
            Servers.open(server.jdbcUrl("penstock"), server.user(), server.password().value())) {
      return ledger.history().runs(scene.project(), Optional.of(Scene.SYNC), 100);
    }
  }
}
