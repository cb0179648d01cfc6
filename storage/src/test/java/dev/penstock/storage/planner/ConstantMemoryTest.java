package dev.penstock.storage.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.diff.Diff;
import dev.penstock.engine.diff.ParkedKeys;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.engine.row.Tag;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.FolderDisk;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstantMemoryTest {
  private static final int ROWS = 300_000;

  /** A row takes about 40 bytes in the plan's files; 200,000 of them would be 8 MB at least. */
  private static final long GROWTH_MAX = 4 << 20;

  @Test
  void the_heap_does_not_grow_with_rows(@TempDir Path folder) {
    var planner =
        new LocalPlanner(
            new FolderDisk(folder),
            new PlannerSettings(10_000, 64 << 10, 4 << 10, 1, 0, 2),
            Crashpoint.NONE);
    List<Long> used = new ArrayList<>();
    var request =
        new PlanRequest(
            new StateRef("s", 0, "ledger", 1),
            "run",
            new Diff(Selection.MIRROR, false),
            true,
            new PrefixMapping(1, List.of("a"), 1),
            List.of(),
            ParkedKeys.NONE,
            RowLimits.DEFAULT,
            read -> measure(read, used));

    Plan plan = planner.plan(request, new Numbers());

    assertThat(plan.summary().added()).isEqualTo(ROWS);
    assertThat(used).hasSize(2);
    assertThat(used.getLast() - used.getFirst()).isLessThan(GROWTH_MAX);
  }

  private static void measure(long read, List<Long> used) {
    if (read == 102_400 || read == ROWS) {
      System.gc();
      used.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
  }

  private static final class Numbers implements Extraction {
    private final Columns columns =
        Columns.of(
            1, List.of(new Column("id", Tag.NUMBER, "int"), new Column("a", Tag.TEXT, "text")));
    private int next;

    @Override
    public Columns columns() {
      return columns;
    }

    @Override
    public boolean next(RowWriter row) {
      if (next == ROWS) {
        return false;
      }
      row.begin(1);
      row.number(next++);
      row.text("x");
      return true;
    }

    @Override
    public long rowsSent() {
      return next;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }
}
