package dev.penstock.storage.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.diff.Diff;
import dev.penstock.engine.diff.ParkedKeys;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.Tag;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a plan's changes are reached. */
final class PlanCursorTest {
  private static final PlannerSettings SMALL_BLOCKS =
      new PlannerSettings(7, 256, 128, 3, 1 << 20, 1);

  private final SimulatedDisk disk = new SimulatedDisk();

  @Test
  void a_change_that_was_passed_once_is_found_again_without_walking_there() {
    Plan plan = planOf(200);
    countFrom(plan, 0);
    damageFirstBlock();

    assertThat(countFrom(plan, 150)).isEqualTo(50);
    assertThatThrownBy(() -> countFrom(plan, 0)).isInstanceOf(PenstockException.class);
  }

  private Plan planOf(int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(List.of("k" + i, "value " + i));
    }
    Columns columns =
        Columns.of(
            1, List.of(new Column("id", Tag.TEXT, "text"), new Column("a", Tag.TEXT, "text")));
    PlanRequest request =
        new PlanRequest(
            new StateRef("s-1", 0, "ledger", 7),
            "run-1",
            new Diff(Selection.MIRROR, false),
            true,
            new PrefixMapping(1, List.of("a"), 9),
            List.of(),
            ParkedKeys.NONE,
            RowLimits.DEFAULT,
            _ -> {});
    return new LocalPlanner(disk, SMALL_BLOCKS, Crashpoint.NONE)
        .plan(request, new RowList(columns, rows));
  }

  private static int countFrom(Plan plan, long sequence) {
    int changes = 0;
    try (PlanCursor cursor = plan.cursor(sequence)) {
      while (cursor.next()) {
        changes++;
      }
    }
    return changes;
  }

  private void damageFirstBlock() {
    String path =
        disk.files().stream().filter(file -> file.endsWith("plan.rows")).findFirst().orElseThrow();
    disk.flip(path, new String(disk.bytes(path), StandardCharsets.ISO_8859_1).indexOf("PSKB"), 1);
  }
}
