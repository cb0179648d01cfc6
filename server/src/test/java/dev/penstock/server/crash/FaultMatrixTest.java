package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.sandbox.simulator.FaultScript;
import dev.penstock.connectors.sandbox.simulator.OracleEntry;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.RunReport;
import dev.penstock.storage.ledger.PostgresLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets a real process meet every action of the fault language at a real simulator, and lets the
 * following run find its way. {@code -Dfault.matrix=full} tries every case; without it the few that
 * every build tries.
 */
class FaultMatrixTest {
  private static final boolean FULL = "full".equals(System.getProperty("fault.matrix"));

  /** Cases mostly wait, but each starts JVMs that want an answer of the database in time. */
  private static final int AT_ONCE = 3;

  private static final String SYNC =
      """
      delivery: {batch: {records: 20}, concurrency: 2, timeout: 2s}
      retry: {in_run: {tries: 4}}
      guard: {min_rows: 900000000}
      """;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  /**
   * What became of a case.
   *
   * @param met how many records met the fault
   * @param letters keys of the dead letters after the storm
   * @param wrong what should not be, empty when all is as it should
   */
  private record Result(
      FaultCase tried,
      String run,
      long met,
      long requests,
      long repeats,
      Set<String> letters,
      Duration took,
      String wrong) {}

  @Test
  void every_action_of_the_language_has_its_case() {
    assertThat(FaultCase.list().stream().map(FaultCase::action).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(FaultScript.actionNames());
  }

  @Test
  void whatever_the_destination_does_nothing_is_lost_stale_or_falsely_delivered() throws Exception {
    Servers.Ledger database = Servers.newLedger();
    List<Result> results = new ArrayList<>();
    try (PostgresLedger ledger = database.open();
        var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Result>> cases = new ArrayList<>();
      for (FaultCase one : FaultCase.list()) {
        if (FULL || one.always()) {
          cases.add(() -> outcome(one, database, ledger));
        }
      }
      for (Future<Result> result : threads.invokeAll(cases)) {
        results.add(result.get());
      }
    }
    report(results);

    assertThat(results).isNotEmpty().allMatch(result -> result.wrong().isEmpty());
  }

  private Result outcome(FaultCase one, Servers.Ledger database, PostgresLedger ledger) {
    long began = System.nanoTime();
    try (Scene scene = Scene.set(folder, one.shape(), Optional.of(database))) {
      scene.writeSync(SYNC);
      scene.insert(1, 300);
      scene.deliverAll();
      long requestsBefore = scene.requests();
      scene.sql("UPDATE T SET revision = 1 WHERE id <= 160", "DELETE FROM T WHERE id > 290");
      scene.insert(301, 320);
      scene.simulator().faults(one.script());

      Child.Ended met = scene.run();
      RunRecord storm = runs(ledger, scene).getFirst();
      Account between = scene.account();
      List<History.Letter> letters =
          ledger.history().letters(scene.project(), Optional.of(Scene.SYNC), 1000);
      List<OracleEntry> log = scene.simulator().log();
      scene.faults();
      scene.sql("UPDATE T SET revision = 2 WHERE id = 200");
      scene.waitIsOver();
      Child.Ended healed = scene.run();
      RunReport again = scene.runHere(Crashpoint.NONE);

      var wrong = new Wrongs();
      wrong.unless(met.code() == one.code(), "the exit code was " + met);
      wrong.unless(storm.status() == one.status(), "the run ended " + storm);
      wrong.unless(one.allows(storm.error()), "the run said " + storm.error());
      wrong.unless(between.falselyDelivered() == 0, "in the storm: " + between);
      wrong.unless(keys(letters).equals(refused(one, log)), "letters " + letters);
      wrong.unless(
          letters.stream().allMatch(it -> Optional.of(it.failure().code()).equals(one.letter())),
          "letters " + letters);
      wrong.unless(healed.code() == 0, "the next run ended " + healed);
      wrong.unless(again.run().counts().planned() == 0, "left after it: " + again.run().counts());
      wrong.unless(
          ledger.history().letters(scene.project(), Optional.of(Scene.SYNC), 1).isEmpty(),
          "a letter is left");
      wrong.unless(scene.account().isRight(), "at the end: " + scene.account());
      long sent = runs(ledger, scene).stream().mapToLong(run -> run.counts().requests()).sum();
      // On a connection that the fault left unusable, or that a busy machine let time out, a
      // request reaches nobody; what was delivered is compared record by record above.
      boolean agrees = sent >= scene.requests();
      wrong.unless(agrees, "%d requests, %d counted".formatted(scene.requests(), sent));
      return new Result(
          one,
          met.code() + " " + storm.status() + storm.error().map(code -> " " + code).orElse(""),
          log.stream().filter(entry -> entry.fault().startsWith(one.action())).count(),
          scene.requests() - requestsBefore,
          scene.account().repeats(),
          keys(letters),
          Duration.ofNanos(System.nanoTime() - began),
          wrong.toString());
    }
  }

  /** Everything that should not be. */
  private static final class Wrongs {
    private final List<String> found = new ArrayList<>();

    void unless(boolean right, String what) {
      if (!right) {
        found.add(what);
      }
    }

    @Override
    public String toString() {
      return String.join("; ", found);
    }
  }

  private static Set<String> keys(List<History.Letter> letters) {
    var keys = new TreeSet<String>();
    letters.forEach(letter -> keys.add(letter.key()));
    return keys;
  }

  /** The records for which a dead letter has to be there. */
  private static Set<String> refused(FaultCase one, List<OracleEntry> log) {
    var keys = new TreeSet<String>(one.named());
    if (one.letter().isPresent() && keys.isEmpty()) {
      for (OracleEntry entry : log) {
        if (entry.fault().equals(one.action()) && !entry.code().isEmpty()) {
          keys.add(entry.key());
        }
      }
    }
    return keys;
  }

  private static List<RunRecord> runs(PostgresLedger ledger, Scene scene) {
    return ledger.history().runs(scene.project(), Optional.of(Scene.SYNC), 100);
  }

  /** The figures, for people, beside the other results of the build. */
  private static void report(List<Result> results) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Result result : results) {
      lines.add(
          "%-5s %-26s %-7s %-28s met %4d, requests %3d, repeats %4d, letters %2d, %5d ms  %s  %s"
              .formatted(
                  result.wrong().isEmpty() ? "ok" : "WRONG",
                  result.tried().action(),
                  result.tried().shape(),
                  result.run(),
                  result.met(),
                  result.requests(),
                  result.repeats(),
                  result.letters().size(),
                  result.took().toMillis(),
                  result.tried().rules(),
                  result.wrong()));
    }
    Files.write(
        Files.createDirectories(Path.of("target"))
            .resolve(FULL ? "fault-matrix-full.txt" : "fault-matrix.txt"),
        lines);
  }
}
