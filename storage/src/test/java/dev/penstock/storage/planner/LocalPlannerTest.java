package dev.penstock.storage.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.diff.Diff;
import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.ParkedKeys;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.Tag;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.FolderDisk;
import dev.penstock.storage.disk.SimulatedDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a planner on disk promises besides its decisions. */
class LocalPlannerTest {
  private static final PlannerSettings TINY = new PlannerSettings(7, 256, 128, 2, 1 << 20, 1);
  private static final PlanOutcomes ALL_DELIVERED = delivered(true);
  private static final PlanOutcomes NONE_DELIVERED = delivered(false);
  private static final PrefixMapping MAPPING = new PrefixMapping(1, List.of("a"), 9);

  private final SimulatedDisk disk = new SimulatedDisk();
  private LocalPlanner planner = new LocalPlanner(disk, TINY, Crashpoint.NONE);
  private StateRef state = new StateRef("s-1", 0, "ledger", 7);
  private int runs;

  private static PlanOutcomes delivered(boolean all) {
    return new PlanOutcomes() {
      @Override
      public Disposition of(long sequence) {
        return all ? Disposition.DELIVERED : Disposition.NONE;
      }

      @Override
      public boolean inDoubt(long sequence) {
        return false;
      }
    };
  }

  private static Columns columns(Tag key, String... others) {
    List<Column> all = new ArrayList<>();
    all.add(new Column("id", key, "some type"));
    for (String other : others) {
      all.add(new Column(other, Tag.TEXT, "text"));
    }
    return Columns.of(1, all);
  }

  private static List<@Nullable Object> row(@Nullable Object... cells) {
    return java.util.Arrays.asList(cells);
  }

  private static List<List<@Nullable Object>> rows(int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row("k" + i, "value " + i));
    }
    return rows;
  }

  private PlanRequest request(PrefixMapping mapping, List<PlanRequest.OlderMapping> older) {
    runs++;
    return new PlanRequest(
        state,
        "run-" + (1000 + runs),
        new Diff(Selection.MIRROR, false),
        true,
        mapping,
        older,
        ParkedKeys.NONE,
        RowLimits.DEFAULT,
        _ -> {});
  }

  private Plan plan(Columns columns, List<List<@Nullable Object>> rows) {
    return planner.plan(request(MAPPING, List.of()), new RowList(columns, rows));
  }

  private void settle(Plan plan, PlanOutcomes outcomes) {
    long generation = planner.settle(state, plan, outcomes).generation();
    state = new StateRef(state.id(), generation, state.ledger(), state.seed());
  }

  private PlanSummary run(Columns columns, List<List<@Nullable Object>> rows) {
    Plan plan = plan(columns, rows);
    settle(plan, ALL_DELIVERED);
    return plan.summary();
  }

  private static void assertCode(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void composite_keys_with_the_same_letters_are_different_keys() {
    Columns two =
        Columns.of(
            2,
            List.of(
                new Column("x", Tag.TEXT, "text"),
                new Column("y", Tag.TEXT, "text"),
                new Column("a", Tag.TEXT, "text")));

    PlanSummary summary = run(two, List.of(row("a", "bc", "1"), row("ab", "c", "1")));

    assertThat(summary.added()).isEqualTo(2);
    assertThat(summary.duplicateKeys()).isZero();
  }

  @Test
  void an_integer_key_that_becomes_wider_changes_nothing() {
    run(columns(Tag.NUMBER, "a"), List.of(row(1L, "x"), row(2L, "y")));

    PlanSummary summary = run(columns(Tag.NUMBER, "a"), List.of(row(1L, "x"), row(2L, "y")));

    assertThat(summary.unchanged()).isEqualTo(2);
    assertThat(summary.planned()).isZero();
  }

  @Test
  void a_text_key_that_becomes_a_number_is_schema_drift() {
    run(columns(Tag.TEXT, "a"), List.of(row("1", "x")));

    assertCode(() -> plan(columns(Tag.NUMBER, "a"), List.of(row(1L, "x"))), ErrorCode.SCHEMA_DRIFT);
  }

  @Test
  void a_float_key_is_refused() {
    assertCode(() -> plan(columns(Tag.FLOAT, "a"), List.of()), ErrorCode.CONFIG_INVALID);
  }

  @Test
  void an_extract_that_breaks_off_leaves_no_plan() {
    assertCode(
        () ->
            planner.plan(
                request(MAPPING, List.of()),
                new RowList(columns(Tag.TEXT, "a"), rows(40)).breakingOff(1)),
        ErrorCode.SOURCE_UNAVAILABLE);

    assertThat(disk.files()).isEmpty();
  }

  @Test
  void unchanged_rows_write_nothing() {
    run(columns(Tag.TEXT, "a"), rows(500));
    long before = disk.appended();

    Plan plan = plan(columns(Tag.TEXT, "a"), rows(500));

    assertThat(plan.summary().unchanged()).isEqualTo(500);
    assertThat(disk.appended() - before).isLessThan(1024);
  }

  @Test
  void three_changed_rows_rewrite_three_partitions_at_most() {
    run(columns(Tag.TEXT, "a"), rows(500));
    List<List<@Nullable Object>> rows = rows(500);
    rows.subList(0, 3).replaceAll(row -> row(row.getFirst(), "other"));
    Plan plan = plan(columns(Tag.TEXT, "a"), rows);
    long before = disk.files().size();

    settle(plan, ALL_DELIVERED);

    assertThat(disk.files().size() - before).isLessThanOrEqualTo(3 + 1);
    assertThat(planner.verify(state).faults()).isEmpty();
  }

  @Test
  void a_run_that_delivered_nothing_writes_a_manifest_only() {
    run(columns(Tag.TEXT, "a"), rows(100));
    Plan plan = plan(columns(Tag.TEXT, "a"), List.of(row("new", "x")));
    long before = disk.files().size();

    settle(plan, NONE_DELIVERED);

    assertThat(disk.files().size() - before).isEqualTo(1);
    assertThat(planner.summary(state).held()).isEqualTo(100);
  }

  @Test
  void an_unreadable_key_deletes_nothing() {
    run(columns(Tag.TEXT, "a"), rows(10));

    Plan plan = plan(columns(Tag.TEXT, "a"), List.of(row("k".repeat(2000), "x")));

    assertThat(plan.summary().oversizeRows()).isEqualTo(1);
    assertThat(plan.summary().deleted()).isZero();
    assertThat(plan.summary().gone()).isZero();
    assertThat(plan.summary().whole()).isFalse();
  }

  @Test
  void a_key_over_the_limit_of_a_cell_is_refused_and_not_mistaken_for_its_rest() {
    var limits = new RowLimits(50, 500, 1000);
    var request =
        new PlanRequest(
            state,
            "run-1",
            new Diff(Selection.MIRROR, false),
            true,
            MAPPING,
            List.of(),
            ParkedKeys.NONE,
            limits,
            _ -> {});
    Columns two =
        Columns.of(
            2,
            List.of(
                new Column("x", Tag.TEXT, "text"),
                new Column("y", Tag.TEXT, "text"),
                new Column("a", Tag.TEXT, "text")));

    Plan plan =
        planner.plan(
            request,
            new RowList(
                two, List.of(row("k".repeat(60), "b", "1"), row("b", "k".repeat(60), "1"))));

    assertThat(plan.summary().oversizeRows()).isEqualTo(2);
    assertThat(plan.summary().planned()).isZero();
    assertThat(plan.summary().balances()).isTrue();
  }

  @Test
  void another_order_of_the_columns_in_the_model_changes_nothing() {
    var mapping = new PrefixMapping(1, List.of("a", "b"), 9);
    var columns = columns(Tag.TEXT, "a", "b");
    Plan first =
        planner.plan(
            request(mapping, List.of()), new RowList(columns, List.of(row("k", "1", "2"))));
    settle(first, ALL_DELIVERED);

    Plan second =
        planner.plan(
            request(mapping, List.of()),
            new RowList(columns(Tag.TEXT, "b", "a"), List.of(row("k", "2", "1"))));

    assertThat(second.summary().unchanged()).isEqualTo(1);
  }

  @Test
  void a_ninth_mapping_version_takes_the_slot_of_the_one_unused_for_longest() {
    for (int version = 1; version <= 9; version++) {
      var mapping = new PrefixMapping(version, List.of("a"), 9);
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (int i = 1; i <= version; i++) {
        rows.add(row("k" + i, "v"));
      }
      Plan plan =
          planner.plan(request(mapping, List.of()), new RowList(columns(Tag.TEXT, "a"), rows));
      int newest = version - 1;
      settle(
          plan,
          new PlanOutcomes() {
            @Override
            public Disposition of(long sequence) {
              return sequence == newest ? Disposition.DELIVERED : Disposition.NONE;
            }

            @Override
            public boolean inDoubt(long sequence) {
              return false;
            }
          });
    }
    HeldSummary summary = planner.summary(state);
    var newest = new PrefixMapping(9, List.of("a"), 9);
    List<PlanRequest.OlderMapping> older = new ArrayList<>();
    for (var live : summary.versions()) {
      if (live.version() != 9) {
        older.add(
            new PlanRequest.OlderMapping(
                live.slot(), new PrefixMapping(live.version(), List.of("a"), 9)));
      }
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      rows.add(row("k" + i, "v"));
    }

    Plan plan = planner.plan(request(newest, older), new RowList(columns(Tag.TEXT, "a"), rows));

    assertThat(summary.versions()).hasSize(HeldSummary.VERSIONS_MAX);
    assertThat(summary.versions()).noneMatch(live -> live.version() == 1);
    // Same payload under seven older versions, one row under the current, one of a lost version.
    assertThat(plan.summary().settledWithoutSending()).isEqualTo(7);
    assertThat(plan.summary().unchanged()).isEqualTo(1);
    assertThat(plan.summary().updated()).isEqualTo(1);
  }

  @Test
  void state_of_another_ledger_or_without_its_manifest_is_refused_and_never_new() {
    run(columns(Tag.TEXT, "a"), rows(10));
    StateRef good = state;

    state = new StateRef("s-1", 1, "restored", 7);
    assertCode(() -> plan(columns(Tag.TEXT, "a"), rows(10)), ErrorCode.STATE_CORRUPT);
    state = new StateRef("s-1", 5, "ledger", 7);
    assertCode(() -> plan(columns(Tag.TEXT, "a"), rows(10)), ErrorCode.STATE_CORRUPT);
    state = new StateRef("s-2", 1, "ledger", 7);
    assertCode(() -> plan(columns(Tag.TEXT, "a"), rows(10)), ErrorCode.STATE_CORRUPT);
    assertThatThrownBy(() -> planner.summary(state))
        .hasMessageContaining("penstock state verify")
        .hasMessageContaining("penstock reset");
    state = good;
    assertThat(run(columns(Tag.TEXT, "a"), rows(10)).unchanged()).isEqualTo(10);
  }

  @Test
  void a_plan_is_settled_only_on_the_generation_that_it_was_made_from() {
    Plan plan = plan(columns(Tag.TEXT, "a"), rows(10));
    settle(plan, ALL_DELIVERED);

    assertCode(() -> planner.settle(state, plan, ALL_DELIVERED), ErrorCode.STATE_CORRUPT);
  }

  @Test
  void no_byte_of_any_file_can_change_unnoticed() {
    run(columns(Tag.TEXT, "a"), rows(60));
    Plan plan = plan(columns(Tag.TEXT, "a"), rows(50));
    String run = "run-" + (1000 + runs);
    var random = new Random(5);
    for (String path : disk.files()) {
      int size = disk.bytes(path).length;
      for (int at = 0; at < size; at += size > 600 ? 1 + random.nextInt(5) : 1) {
        int mask = 1 << random.nextInt(8);
        disk.flip(path, at, mask);
        assertThat(noticed(plan, run)).as("byte %d of %s", at, path).isTrue();
        disk.flip(path, at, mask);
      }
    }
    assertThat(noticed(plan, run)).isFalse();
  }

  private boolean noticed(Plan plan, String run) {
    if (!planner.verify(state).faults().isEmpty()) {
      return true;
    }
    try {
      Plan again = planner.reopen(state, run);
      assertThat(again.summary()).isEqualTo(plan.summary());
      try (PlanCursor cursor = again.cursor(0)) {
        while (cursor.next()) {
          assertThat(cursor.sequence()).isNotNegative();
        }
      }
      planner.settle(state, again, ALL_DELIVERED);
      return disk.files().stream().filter(f -> f.contains("run-1001/")).anyMatch(this::isDamaged);
    } catch (PenstockException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.STATE_CORRUPT);
      return true;
    }
  }

  /** The plan of the first run, settled long ago, is read by nobody else. */
  private boolean isDamaged(String path) {
    try {
      Plan first = planner.reopen(new StateRef("s-1", 0, "ledger", 7), "run-1001");
      try (PlanCursor cursor = first.cursor(0)) {
        while (cursor.next()) {
          assertThat(cursor.sequence()).isNotNegative();
        }
      }
      planner.settle(new StateRef("s-1", 0, "ledger", 7), first, NONE_DELIVERED);
      return false;
    } catch (PenstockException e) {
      assertThat(e.code()).as(path).isEqualTo(ErrorCode.STATE_CORRUPT);
      return true;
    }
  }

  @Test
  void a_damaged_entry_never_deletes_a_record() {
    run(columns(Tag.TEXT, "a"), rows(5));
    String partition =
        disk.files().stream().filter(f -> f.startsWith("s-1/p")).findFirst().orElseThrow();
    int refused = 0;
    int size = disk.bytes(partition).length;
    for (int at = 0; at < size; at++) {
      disk.flip(partition, at, 64);
      try {
        Plan plan = plan(columns(Tag.TEXT, "a"), rows(5));
        assertThat(plan.summary().unchanged()).isEqualTo(5);
      } catch (PenstockException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.STATE_CORRUPT);
        refused++;
      }
      disk.flip(partition, at, 64);
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void a_full_disk_at_any_byte_leaves_the_generation_as_it_was() {
    run(columns(Tag.TEXT, "a"), rows(60));
    List<List<@Nullable Object>> changed = rows(55);
    changed.replaceAll(row -> row(row.getFirst(), "other"));
    long before = disk.appended();
    Plan whole = plan(columns(Tag.TEXT, "a"), changed);
    long planBytes = disk.appended() - before;
    planner.settle(state, whole, ALL_DELIVERED);
    long allBytes = disk.appended() - before;

    for (long bytes = 0; bytes < allBytes; bytes += 1 + bytes % 13) {
      Plan plan = whole;
      disk.fullAfter(bytes);
      if (bytes < planBytes) {
        assertCode(() -> plan(columns(Tag.TEXT, "a"), changed), ErrorCode.DISK_FULL);
      } else {
        disk.fullAfter(bytes - planBytes);
        assertCode(() -> planner.settle(state, plan, ALL_DELIVERED), ErrorCode.DISK_FULL);
      }
      disk.fullAfter(Long.MAX_VALUE);
      assertThat(planner.verify(state).faults()).isEmpty();
      assertThat(planner.summary(state).held()).isEqualTo(60);
    }
    planner.tidy(state);
    assertThat(run(columns(Tag.TEXT, "a"), changed).updated()).isEqualTo(55);
  }

  @Test
  void tidying_keeps_the_valid_generation_and_the_newest_plans() {
    for (int i = 0; i < 5; i++) {
      List<List<@Nullable Object>> rows = rows(30);
      rows.add(row("extra", "value " + i));
      run(columns(Tag.TEXT, "a"), rows);
    }
    Plan open = plan(columns(Tag.TEXT, "a"), rows(10));
    disk.create("s-1/runs/run-9/plan.rows").close();
    disk.create("s-1/runs/.not-ours").close();

    planner.tidy(state);

    assertThat(disk.files()).contains("s-1/runs/.not-ours");

    assertThat(disk.files().stream().filter(f -> f.contains("manifest")))
        .containsExactly("s-1/manifest.g5");
    assertThat(disk.files().stream().filter(f -> f.endsWith("plan.rows")))
        .containsExactly(
            "s-1/runs/run-1004/plan.rows",
            "s-1/runs/run-1005/plan.rows",
            "s-1/runs/run-1006/plan.rows");
    assertThat(planner.verify(state).faults()).isEmpty();
    settle(open, ALL_DELIVERED);
    assertThat(planner.summary(state).held()).isEqualTo(10);
  }

  @Test
  void held_state_lives_in_a_real_folder_that_only_its_owner_reads(@TempDir Path folder)
      throws Exception {
    planner = new LocalPlanner(new FolderDisk(folder.resolve("state")), TINY, Crashpoint.NONE);
    run(columns(Tag.TEXT, "a"), rows(100));
    planner = new LocalPlanner(new FolderDisk(folder.resolve("state")), TINY, Crashpoint.NONE);
    List<List<@Nullable Object>> rows = rows(90);
    rows.set(0, row("k0", "other"));

    PlanSummary summary = run(columns(Tag.TEXT, "a"), rows);
    planner.tidy(state);

    assertThat(summary.unchanged()).isEqualTo(89);
    assertThat(summary.updated()).isEqualTo(1);
    assertThat(summary.deleted()).isEqualTo(10);
    assertThat(planner.verify(state).faults()).isEmpty();
    assertThat(planner.verify(state).entries()).isEqualTo(90);
    try (var files = Files.walk(folder.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }
}
