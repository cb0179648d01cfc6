package dev.penstock.storage.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.Diff;
import dev.penstock.engine.diff.Held;
import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.Parked;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.Settlement;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowHasher;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.engine.row.Tag;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.SimulatedCrash;
import dev.penstock.storage.disk.SimulatedDisk;
import dev.penstock.storage.held.HeldIndex;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.ManifestFile;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Storms of runs, compared with {@link Reference} at every step. */
class ModelBasedTest {
  static final int KEY_MAX = 20;
  private static final RowLimits LIMITS = new RowLimits(60, 200, KEY_MAX + 2);
  private static final PlannerSettings TINY = new PlannerSettings(7, 256, 128, 3, 1 << 20, 1);
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<PrefixMapping> MAPPINGS =
      List.of(
          new PrefixMapping(11, List.of("a"), 2),
          new PrefixMapping(12, List.of("a"), 1),
          new PrefixMapping(13, List.of("b", "a"), 2),
          new PrefixMapping(14, List.of("c", "a"), 1),
          new PrefixMapping(15, List.of("a", "b", "c"), 2),
          new PrefixMapping(16, List.of("c"), 1));

  static PrefixMapping mapping(long version) {
    return MAPPINGS.stream().filter(m -> m.version() == version).findFirst().orElseThrow();
  }

  @Test
  void decisions_counts_and_held_state_are_those_of_the_reference() {
    forEachSeed(400, seed -> new Storm(seed, false).blow(12));
  }

  @Test
  void a_crash_at_any_moment_leaves_the_generation_that_the_pointer_names() {
    forEachSeed(400, seed -> new Storm(seed, true).blow(10));
  }

  private static void forEachSeed(int count, java.util.function.LongConsumer body) {
    for (long seed = 0; seed < count; seed++) {
      try {
        body.accept(seed);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Something that a crash may interrupt. */
  private interface Step<T> {
    T take();
  }

  private static final class Storm {
    private final RandomGenerator random;
    private final boolean crashes;
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Reference reference = new Reference();
    private final Map<String, Fingerprint> letterTargets = new HashMap<>();
    private LocalPlanner planner = new LocalPlanner(disk, TINY, Crashpoint.NONE);
    private StateRef state = new StateRef("s-1", 0, "ledger", 77);
    private PrefixMapping mapping = MAPPINGS.getFirst();
    private Selection selection = Selection.MIRROR;

    Storm(long seed, boolean crashes) {
      random = new Random(seed);
      this.crashes = crashes;
    }

    void blow(int runs) {
      if (chance(30)) {
        selection =
            new Selection[] {
                  Selection.ADDED_AND_UPDATED,
                  new Selection(false, true, true),
                  new Selection(true, false, false),
                  new Selection(false, false, true)
                }
                [random.nextInt(4)];
      }
      for (int i = 0; i < runs; i++) {
        if (chance(30)) {
          mapping = MAPPINGS.get(random.nextInt(MAPPINGS.size()));
        }
        run("run" + (100 + i));
      }
    }

    private boolean chance(int percent) {
      return random.nextInt(100) < percent;
    }

    private void run(String run) {
      List<Reference.Row> rows = rows();
      boolean fromNow = chance(8);
      boolean whole = chance(85);
      HeldSummary summary = planner.summary(state);
      List<PlanRequest.OlderMapping> older = older(summary);
      var columns = layout(older);
      var request =
          new PlanRequest(
              state,
              run,
              new Diff(selection, fromNow),
              whole,
              mapping,
              older,
              this::parked,
              LIMITS,
              _ -> {});
      var found = reference.find(rows, mapping, selection, fromNow, whole);
      Plan plan =
          surviving(() -> planner.plan(request, new RowList(columns, cells(columns, rows))));
      if (crashes && chance(30)) {
        disk.crash(random);
        plan = planner.reopen(state, run);
      }
      checkPlan(plan, found, columns);
      Map<String, Reference.Ended> ends = new TreeMap<>();
      PlanOutcomes outcomes = outcomes(plan, ends);
      Plan sealed = plan;
      Settlement settlement =
          surviving(
              () -> {
                planner.tidy(state);
                return planner.settle(
                    state, chance(50) ? sealed : planner.reopen(state, run), outcomes);
              });
      long heldBefore = held();
      state = new StateRef(state.id(), settlement.generation(), state.ledger(), state.seed());
      if (crashes && chance(50)) {
        disk.crash(random);
      }
      checkSettlement(settlement, reference.settle(found, ends), ends, found, heldBefore);
      checkState();
      if (chance(50)) {
        planner.tidy(state);
        checkState();
      }
    }

    private long held() {
      return reference.entries.values().stream().filter(e -> e.confirmed().isPresent()).count();
    }

    /**
     * Does it, perhaps after some attempts that end in a crash; each time the old state is whole.
     */
    private <T> T surviving(Step<T> step) {
      while (crashes && chance(60)) {
        disk.crashAfter(random.nextInt(40));
        try {
          step.take();
        } catch (SimulatedCrash e) {
          // That was the point.
        }
        disk.crash(random);
        planner = new LocalPlanner(disk, TINY, Crashpoint.NONE);
        checkState();
      }
      return step.take();
    }

    private List<Reference.Row> rows() {
      List<Reference.Row> rows = new ArrayList<>();
      int keys = 1 + random.nextInt(80);
      for (int i = 0; i < keys; i++) {
        if (chance(80)) {
          rows.add(row("k" + i));
        }
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        rows.add(random.nextInt(rows.size() + 1), row("k" + random.nextInt(90)));
      }
      if (chance(20)) {
        rows.add(row(null));
      }
      if (chance(5)) {
        rows.add(row("k".repeat(KEY_MAX + 1 + random.nextInt(100))));
      }
      java.util.Collections.shuffle(rows, Random.from(random));
      return rows;
    }

    private Reference.Row row(@Nullable String key) {
      Map<String, String> cells = new TreeMap<>();
      for (String name : NAMES) {
        cells.put(
            name, chance(85) ? "xy" : "" + "xz".charAt(random.nextInt(2)) + random.nextInt(2));
      }
      boolean oversize = chance(2);
      return new Reference.Row(key, cells, oversize);
    }

    private List<PlanRequest.OlderMapping> older(HeldSummary summary) {
      Set<Long> named = new TreeSet<>();
      reference.entries.values().forEach(e -> e.confirmed().ifPresent(v -> named.add(v.version())));
      Set<Long> live = new TreeSet<>();
      List<PlanRequest.OlderMapping> older = new ArrayList<>();
      for (var version : summary.versions()) {
        live.add(version.version());
        assertThat(version.definition()).isEqualTo(mapping(version.version()).definition());
        if (version.version() != mapping.version()) {
          older.add(new PlanRequest.OlderMapping(version.slot(), mapping(version.version())));
        }
      }
      assertThat(live).containsAll(named);
      return older;
    }

    /** Key, what the current mapping uses, what older ones use besides; each in model order. */
    private Columns layout(List<PlanRequest.OlderMapping> older) {
      Set<String> names = new LinkedHashSet<>();
      NAMES.stream().filter(mapping.names()::contains).forEach(names::add);
      int current = names.size() + 1;
      for (String name : NAMES) {
        if (older.stream()
            .anyMatch(o -> o.mapping() instanceof PrefixMapping p && p.names().contains(name))) {
          names.add(name);
        }
      }
      List<Column> all = new ArrayList<>();
      all.add(new Column("id", Tag.TEXT, "text"));
      names.forEach(name -> all.add(new Column(name, Tag.TEXT, "text")));
      List<Integer> shown = new ArrayList<>();
      for (int i = 0; i < current; i++) {
        shown.add(i);
      }
      return new Columns(all, 1, current, shown);
    }

    private static List<List<@Nullable Object>> cells(Columns columns, List<Reference.Row> rows) {
      List<List<@Nullable Object>> all = new ArrayList<>();
      for (var row : rows) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(row.key());
        for (int i = 1; i < columns.size(); i++) {
          cells.add(row.oversize() ? "x".repeat(70) : row.cells().get(columns.get(i).name()));
        }
        all.add(cells);
      }
      return all;
    }

    private Parked parked(KeyHash hash) {
      for (var entry : reference.entries.entrySet()) {
        if (entry.getValue().letter().isPresent() && hash(entry.getKey()).equals(hash)) {
          var letter = entry.getValue().letter().get();
          Fingerprint target = Objects.requireNonNull(letterTargets.get(entry.getKey()));
          return new Parked(target, letter.due(), letter.forever());
        }
      }
      return Parked.NONE;
    }

    private KeyHash hash(String key) {
      var writer = new RowWriter(LIMITS);
      writer.begin(1);
      writer.text(key);
      return new RowHasher(state.seed(), 0, List.of()).key(writer.array(), 0, writer.size());
    }

    private void checkPlan(Plan plan, Reference.Found found, Columns columns) {
      PlanSummary s = plan.summary();
      assertThat(s.balances()).as("%s", s).isTrue();
      assertThat(
              List.of(
                  s.read(),
                  s.added(),
                  s.updated(),
                  s.unsettledAdded(),
                  s.unsettledUpdated(),
                  s.deleted(),
                  s.unchanged(),
                  s.settledWithoutSending(),
                  s.suppressed(),
                  s.suppressedGone(),
                  s.nullKeys(),
                  s.duplicateKeys(),
                  s.oversizeRows(),
                  s.unreadableRows(),
                  s.gone(),
                  s.heldBefore()))
          .isEqualTo(
              List.of(
                  found.read,
                  found.count(Decision.ADDED),
                  found.count(Decision.UPDATED),
                  found.count(Decision.UNSETTLED_ADDED),
                  found.count(Decision.UNSETTLED_UPDATED),
                  found.count(Decision.DELETED),
                  found.count(Decision.UNCHANGED) + found.count(Decision.UNCHANGED_UNPARK),
                  found.count(Decision.SETTLE),
                  found.count(Decision.SUPPRESSED),
                  found.suppressedGone,
                  found.nullKeys,
                  found.duplicateKeys,
                  found.oversizeRows,
                  0L,
                  found.gone,
                  held()));
      Map<String, Decision> sent = new TreeMap<>();
      var view = new RowView(plan.columns());
      try (PlanCursor cursor = plan.cursor(0)) {
        while (cursor.next()) {
          view.wrap(cursor.bytes(), cursor.offset(), cursor.length());
          String key = view.keyText();
          assertThat(sent.put(key, cursor.decision())).isNull();
          assertThat(cursor.key()).isEqualTo(hash(key));
          checkCells(found, key, view, columns);
        }
      }
      Map<String, Decision> expected = new TreeMap<>(found.decisions);
      expected.values().removeIf(decision -> !decision.isSent());
      assertThat(sent).isEqualTo(expected);
      checkCursorInTheMiddle(plan);
    }

    private static void checkCells(
        Reference.Found found, String key, RowView view, Columns columns) {
      assertThat(view.columns().size()).isEqualTo(columns.currentCount());
      Reference.Row row = found.rows.get(key);
      for (int i = 1; i < view.columns().size(); i++) {
        String name = view.columns().get(i).name();
        if (row == null) {
          assertThat(view.tag(i)).isEqualTo(Tag.NULL);
        } else {
          assertThat(view.text(i)).isEqualTo(row.cells().get(name));
        }
      }
    }

    private void checkCursorInTheMiddle(Plan plan) {
      long from = random.nextLong(plan.end() + 2);
      List<Long> all = sequences(plan, 0);
      assertThat(sequences(plan, from)).isEqualTo(all.stream().filter(s -> s >= from).toList());
    }

    private static List<Long> sequences(Plan plan, long from) {
      List<Long> sequences = new ArrayList<>();
      try (PlanCursor cursor = plan.cursor(from)) {
        while (cursor.next()) {
          sequences.add(cursor.sequence());
        }
      }
      return sequences;
    }

    private PlanOutcomes outcomes(Plan plan, Map<String, Reference.Ended> ends) {
      Map<Long, Reference.Ended> bySequence = new HashMap<>();
      int delivering = random.nextInt(101);
      var view = new RowView(plan.columns());
      try (PlanCursor cursor = plan.cursor(0)) {
        while (cursor.next()) {
          String key = view.wrap(cursor.bytes(), cursor.offset(), cursor.length()).keyText();
          Disposition disposition =
              chance(delivering)
                  ? chance(90) ? Disposition.DELIVERED : Disposition.SKIPPED
                  : chance(50) ? Disposition.NONE : Disposition.DEAD_LETTERED;
          var end = new Reference.Ended(disposition, chance(20), chance(20));
          bySequence.put(cursor.sequence(), end);
          ends.put(key, end);
          if (disposition == Disposition.DEAD_LETTERED) {
            letterTargets.put(key, cursor.target());
          }
        }
      }
      return new PlanOutcomes() {
        @Override
        public Disposition of(long sequence) {
          return end(sequence).disposition();
        }

        @Override
        public boolean inDoubt(long sequence) {
          return end(sequence).doubt();
        }

        private Reference.Ended end(long sequence) {
          return Optional.ofNullable(bySequence.get(sequence)).orElseThrow();
        }
      };
    }

    private void checkSettlement(
        Settlement settlement,
        Reference.Settled settled,
        Map<String, Reference.Ended> ends,
        Reference.Found found,
        long heldBefore) {
      assertThat(settlement.balances()).as("%s", settlement).isTrue();
      assertThat(settlement.heldBefore()).isEqualTo(heldBefore);
      assertThat(settlement.heldAfter()).isEqualTo(held());
      assertThat(settlement.added()).isEqualTo(settled.added);
      assertThat(settlement.removed()).isEqualTo(settled.removed);
      assertThat(Set.copyOf(settlement.resolved())).isEqualTo(hashes(settled.resolved));
      assertThat(Set.copyOf(settlement.superseded())).isEqualTo(hashes(settled.superseded));
      assertThat(settlement.pending()).isEqualTo(count(ends, Disposition.NONE));
      assertThat(settlement.skipped()).isEqualTo(count(ends, Disposition.SKIPPED));
      assertThat(settlement.deadLettered()).isEqualTo(count(ends, Disposition.DEAD_LETTERED));
      long[] kinds = new long[3];
      ends.forEach(
          (key, end) -> {
            if (end.disposition() == Disposition.DELIVERED) {
              kinds[Objects.requireNonNull(found.decisions.get(key)).kind().code()]++;
            }
          });
      assertThat(settlement.delivered()).containsExactly(kinds[0], kinds[1], kinds[2]);
      assertThat(planner.summary(state).held()).isEqualTo(held());
    }

    private static long count(Map<String, Reference.Ended> ends, Disposition disposition) {
      return ends.values().stream().filter(end -> end.disposition() == disposition).count();
    }

    private Set<KeyHash> hashes(Set<String> keys) {
      return Set.copyOf(keys.stream().map(this::hash).toList());
    }

    private void checkState() {
      var verification = planner.verify(state);
      assertThat(verification.faults()).isEmpty();
      assertThat(verification.entries()).isEqualTo(reference.entries.size());
      Manifest manifest = new ManifestFile(disk).read(state);
      try (Arena arena = Arena.ofConfined()) {
        HeldIndex index = HeldIndex.open(disk, manifest, arena);
        reference.entries.forEach(
            (key, entry) -> {
              Held held = index.find(hash(key)).orElseThrow();
              assertThat(held.absent()).isEqualTo(entry.confirmed().isEmpty());
              assertThat(held.doubt()).isEqualTo(entry.doubt());
              assertThat(held.parked()).isEqualTo(entry.letter().isPresent());
              entry
                  .confirmed()
                  .ifPresent(
                      value ->
                          assertThat(manifest.versions())
                              .anyMatch(
                                  v -> v.slot() == held.slot() && v.version() == value.version()));
            });
      }
    }
  }
}
