package dev.penstock.storage.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.diff.Diff;
import dev.penstock.engine.diff.ParkedKeys;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.diff.Settlement;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.Tag;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.FolderDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several threads leave exactly what one would have left. */
final class WorkersTest {
  private static final Columns COLUMNS =
      Columns.of(1, List.of(new Column("id", Tag.TEXT, "text"), new Column("a", Tag.TEXT, "text")));

  @Test
  void four_threads_leave_the_same_bytes_as_one(@TempDir Path folder) throws IOException {
    var alone = new Machine(folder.resolve("alone"), 1, Crashpoint.NONE);
    var together = new Machine(folder.resolve("together"), 4, Crashpoint.NONE);
    for (int round = 0; round < 12; round++) {
      List<List<@Nullable Object>> rows = rows(round);

      assertThat(together.run(rows)).as("round %d", round).isEqualTo(alone.run(rows));
    }
    assertThat(together.files()).isEqualTo(alone.files());
    assertThat(together.files()).hasSizeGreaterThan(50);
  }

  @Test
  void a_thread_that_fails_fails_the_settlement_and_it_can_be_done_again(@TempDir Path folder) {
    var hits = new AtomicInteger();
    Crashpoint failing =
        moment -> {
          if (moment == Crashpoint.Moment.SETTLE_PARTITION && hits.incrementAndGet() == 9) {
            throw new IllegalStateException("the ninth partition");
          }
        };
    var machine = new Machine(folder, 4, failing);
    Plan plan = machine.plan(rows(3));

    assertThatThrownBy(() -> machine.settle(plan)).hasMessage("the ninth partition");

    assertThat(machine.settle(plan).heldAfter()).isGreaterThan(100);
  }

  /** Some new, some changed, some gone, some twice; so few at first that all fit one partition. */
  private static List<List<@Nullable Object>> rows(int round) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(round);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 5 + 60 * round; i++) {
      if (random.nextInt(10) > 0) {
        rows.add(List.of("k" + i, "value " + random.nextInt(3)));
      }
      if (random.nextInt(50) == 0) {
        rows.add(List.of("k" + i, "again"));
      }
    }
    return rows;
  }

  private static final class Machine {
    private final Path folder;
    private final LocalPlanner planner;
    private StateRef state = new StateRef("s-1", 0, "ledger", 7);
    private int runs;

    Machine(Path folder, int workers, Crashpoint crashpoint) {
      this.folder = folder;
      planner =
          new LocalPlanner(
              new FolderDisk(folder),
              new PlannerSettings(7, 256, 128, 3, 1 << 20, workers),
              crashpoint);
    }

    Settlement run(List<List<@Nullable Object>> rows) {
      return settle(plan(rows));
    }

    Plan plan(List<List<@Nullable Object>> rows) {
      PlanRequest request =
          new PlanRequest(
              state,
              "run-" + ++runs,
              new Diff(Selection.MIRROR, false),
              true,
              new PrefixMapping(1, List.of("a"), 9),
              List.of(),
              ParkedKeys.NONE,
              RowLimits.DEFAULT,
              _ -> {});
      return planner.plan(request, new RowList(COLUMNS, rows));
    }

    Settlement settle(Plan plan) {
      Settlement settlement = planner.settle(state, plan, new EveryThird());
      state = new StateRef(state.id(), settlement.generation(), state.ledger(), state.seed());
      return settlement;
    }

    Map<String, List<Byte>> files() throws IOException {
      Map<String, List<Byte>> files = new TreeMap<>();
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          List<Byte> bytes = new ArrayList<>();
          for (byte b : Files.readAllBytes(path)) {
            bytes.add(b);
          }
          files.put(folder.relativize(path).toString(), bytes);
        }
      }
      return files;
    }
  }

  /** Of three changes one is refused, and one in five has an unclear attempt. */
  private static final class EveryThird implements PlanOutcomes {
    @Override
    public Disposition of(long sequence) {
      return sequence % 3 == 0 ? Disposition.DEAD_LETTERED : Disposition.DELIVERED;
    }

    @Override
    public boolean inDoubt(long sequence) {
      return sequence % 5 == 0;
    }
  }
}
