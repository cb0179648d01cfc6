package dev.penstock.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.sandbox.simulator.OracleEntry;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.Crashpoint.Moment;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.RunReport;
import dev.penstock.storage.ledger.PostgresLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the process at every named moment of a run, changes the rows, and lets the next run find its
 * way. {@code -Dcrash.matrix=full} tries each moment at its first, second, middle and last time
 * with every shape of destination; without it each moment is tried once, at another time each.
 */
class CrashMatrixTest {
  private static final boolean FULL = "full".equals(System.getProperty("crash.matrix"));

  /** Cases mostly wait: for a JVM to start and for late requests to be over. */
  private static final int AT_ONCE = 4;

  /** A case whose rest is not delivered after so many runs never is. */
  private static final int RUNS_MAX = 4;

  private static final int KILLED = 137;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  /** At which of its hits a moment ends the process. */
  private enum Position {
    FIRST,
    SECOND,
    MIDDLE,
    LAST;

    long hit(long hits) {
      return switch (this) {
        case FIRST -> 1;
        case SECOND -> 2;
        case MIDDLE -> (hits + 1) / 2;
        case LAST -> hits;
      };
    }
  }

  private record Case(Shape shape, Moment moment, Position position, long hit) {}

  /**
   * What became of a case.
   *
   * @param inDoubt changes that were opened and had no outcome when the process died
   * @param retries of the destination's own making, none expected
   */
  private record Result(
      Case tried, boolean reached, Account account, long inDoubt, long retries, String wrong) {
    boolean isRight() {
      return wrong.isEmpty()
          && account.isRight()
          && (retries > 0 || account.repeats() <= inDoubt)
          && (reached || tried.position() != Position.FIRST);
    }
  }

  @Test
  void whatever_moment_a_process_dies_at_nothing_is_lost_stale_or_falsely_delivered()
      throws Exception {
    Servers.Ledger database = Servers.newLedger();
    List<Result> results = new ArrayList<>();
    try (PostgresLedger ledger = database.open();
        var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Result>> cases = new ArrayList<>();
      for (Case one : cases(database)) {
        cases.add(() -> outcome(one, database, ledger));
      }
      for (Future<Result> result : threads.invokeAll(cases)) {
        results.add(result.get());
      }
    }
    report(results);

    assertThat(results).isNotEmpty().allMatch(Result::isRight);
  }

  private List<Case> cases(Servers.Ledger database) {
    Map<Shape, Map<Moment, Long>> hits = new EnumMap<>(Shape.class);
    for (Shape shape : Shape.values()) {
      hits.put(shape, hits(shape, database));
    }
    List<Case> cases = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      for (Shape shape : Shape.values()) {
        for (Position position : Position.values()) {
          long count = hits.getOrDefault(shape, Map.of()).getOrDefault(moment, 0L);
          int turn = place(moment, Moment.values());
          boolean ours =
              place(shape, Shape.values()) == turn % Shape.values().length
                  && place(position, Position.values())
                      == (count == 1 ? 0 : turn / 2 % Position.values().length);
          boolean twice = position != Position.FIRST && position.hit(count) <= 1;
          if ((FULL && !twice) || ours) {
            cases.add(new Case(shape, moment, position, Math.max(1, position.hit(count))));
          }
        }
      }
    }
    return cases;
  }

  private static <E> int place(E one, E[] all) {
    return List.of(all).indexOf(one);
  }

  /** How often an undisturbed run passes each moment. */
  private Map<Moment, Long> hits(Shape shape, Servers.Ledger database) {
    Map<Moment, LongAdder> counted = new EnumMap<>(Moment.class);
    for (Moment moment : Moment.values()) {
      counted.put(moment, new LongAdder());
    }
    try (Scene scene = delivered(shape, database)) {
      changeBefore(scene);
      RunReport _ =
          scene.runHere(
              moment -> {
                LongAdder hits = counted.get(moment);
                if (hits != null) {
                  hits.increment();
                }
              });
    }
    Map<Moment, Long> hits = new EnumMap<>(Moment.class);
    counted.forEach((moment, count) -> hits.put(moment, count.sum()));
    return hits;
  }

  /** All rows are delivered, and the destination is slow from now on. */
  private Scene delivered(Shape shape, Servers.Ledger database) {
    Scene scene = Scene.set(folder, shape, Optional.of(database));
    scene.insert(1, shape.rows());
    RunReport _ = scene.runHere(Crashpoint.NONE);
    scene.slow(shape == Shape.RECORD ? "10ms" : "60ms");
    return scene;
  }

  /** What the run that dies finds: three quarters updated, some gone, some new. */
  private static void changeBefore(Scene scene) {
    int rows = scene.shape().rows();
    int some = rows / 30;
    scene.sql(
        "UPDATE T SET revision = 1 WHERE id <= " + rows * 3 / 4,
        "DELETE FROM T WHERE id > " + (rows - some));
    scene.insert(rows + 1, rows + some);
  }

  /** What happens before the next run: some go back, some go on, some come and go. */
  private static void changeAfter(Scene scene) {
    int rows = scene.shape().rows();
    int some = rows / 30;
    scene.sql(
        "UPDATE T SET revision = 0 WHERE revision = 1 AND id % 10 = 0",
        "UPDATE T SET revision = 2 WHERE revision = 1 AND id % 10 = 1",
        "DELETE FROM T WHERE id % 50 = 7",
        "DELETE FROM T WHERE id > " + (rows + some / 2));
    scene.insert(rows - some + 1, rows - some / 2);
    scene.insert(rows + some + 1, rows + 2 * some);
  }

  private Result outcome(Case one, Servers.Ledger database, PostgresLedger ledger) {
    try (Scene scene = delivered(one.shape(), database)) {
      long mark = scene.simulator().log().stream().mapToLong(OracleEntry::number).max().orElse(0);
      List<String> before = ids(ledger, scene);
      changeBefore(scene);
      Child.Ended died = scene.startRun(one.moment() + ":" + one.hit()).ended();
      boolean reached = died.code() == KILLED;
      long inDoubt = reached ? inDoubt(ledger, scene) : 0;
      changeAfter(scene);

      Child.Ended last = scene.run();
      for (int i = 1; last.code() != 0 && i < RUNS_MAX; i++) {
        last = scene.run();
      }
      RunReport again = last.code() == 0 ? scene.runHere(Crashpoint.NONE) : null;

      List<RunRecord> runs =
          runs(ledger, scene).stream().filter(run -> !before.contains(run.id())).toList();
      String wrong = "";
      if (!reached && died.code() != 0) {
        wrong = "the first ended with " + died;
      } else if (again == null) {
        wrong = "the last ended with " + last;
      } else if (again.run().counts().planned() != 0 || !again.continued().isEmpty()) {
        wrong = "a run found changes after everything was delivered: " + again.run().counts();
      } else if (!runs.stream().allMatch(run -> run.status().isEnd())) {
        wrong = "a run has no end";
      }
      return new Result(
          one,
          reached,
          Account.of(scene, runs, mark),
          inDoubt,
          // The repeats of a resumed batch are no retries in its first attempt.
          runs.stream().mapToLong(run -> run.counts().retries()).sum(),
          wrong);
    }
  }

  private static List<RunRecord> runs(PostgresLedger ledger, Scene scene) {
    return ledger.history().runs(scene.project(), Optional.of(Scene.SYNC), 100);
  }

  private static List<String> ids(PostgresLedger ledger, Scene scene) {
    return runs(ledger, scene).stream().map(RunRecord::id).toList();
  }

  /** Changes of the newest run that may have been sent and whose outcome is not recorded. */
  private static long inDoubt(PostgresLedger ledger, Scene scene) {
    RunRecord run = runs(ledger, scene).getFirst();
    if (run.status().isEnd()) {
      return 0;
    }
    return Journals.inDoubt(ledger, run.id());
  }

  /** The figures, for people, beside the other results of the build. */
  private static void report(List<Result> results)
      throws IOException, InterruptedException, ExecutionException {
    List<String> lines = new ArrayList<>();
    for (Result result : results) {
      lines.add((result.isRight() ? "ok    " : "WRONG ") + result);
    }
    for (Shape shape : Shape.values()) {
      List<Result> ours =
          results.stream().filter(result -> result.tried().shape() == shape).toList();
      lines.add(
          "%s (level %s): %d cases, %d not reached, lost %d, stale %d, phantoms %d, false %d, uncounted %d, in doubt %d, repeats %d, repeated effects %d"
              .formatted(
                  shape,
                  shape.level(),
                  ours.size(),
                  ours.stream().filter(result -> !result.reached()).count(),
                  ours.stream().mapToLong(result -> result.account().lost()).sum(),
                  ours.stream().mapToLong(result -> result.account().stale()).sum(),
                  ours.stream().mapToLong(result -> result.account().phantoms()).sum(),
                  ours.stream().mapToLong(result -> result.account().falselyDelivered()).sum(),
                  ours.stream().mapToLong(result -> result.account().uncounted()).sum(),
                  ours.stream().mapToLong(Result::inDoubt).sum(),
                  ours.stream().mapToLong(result -> result.account().repeats()).sum(),
                  ours.stream().mapToLong(result -> result.account().repeatedEffects()).sum()));
    }
    Files.write(
        Files.createDirectories(Path.of("target"))
            .resolve(FULL ? "crash-matrix-full.txt" : "crash-matrix.txt"),
        lines);
  }
}
