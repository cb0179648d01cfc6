package dev.penstock.storage.planner;

import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanOutcomes;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.diff.Planner;
import dev.penstock.engine.diff.Settlement;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.held.HeldFiles;
import dev.penstock.storage.held.HeldIndex;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.ManifestFile;
import dev.penstock.storage.plan.KeyIndex;
import dev.penstock.storage.plan.KeyIndexWriter;
import dev.penstock.storage.plan.LocalPlan;
import dev.penstock.storage.plan.PlanFiles;
import dev.penstock.storage.plan.PlanHeader;
import dev.penstock.storage.plan.RowsWriter;
import dev.penstock.storage.plan.SequenceSet;
import java.lang.foreign.Arena;

/**
 * Finds changes against a held index of our own on disk, with read-only rights on the source.
 * Thread-safe across states; one thread at a time per state.
 */
public final class LocalPlanner implements Planner {
  private final Disk disk;
  private final PlannerSettings settings;
  private final Crashpoint crashpoint;
  private final ManifestFile manifests;

  /**
   * @param disk the folder that all held state is in
   * @param crashpoint is told of each partition that is written; the runner tells it the rest
   */
  public LocalPlanner(Disk disk, PlannerSettings settings, Crashpoint crashpoint) {
    this.disk = disk;
    this.settings = settings;
    this.crashpoint = crashpoint;
    manifests = new ManifestFile(disk);
  }

  @Override
  public HeldSummary summary(StateRef state) {
    return manifests.read(state).summary();
  }

  @Override
  public Plan plan(PlanRequest request, Extraction rows) {
    Manifest manifest = manifests.read(request.state());
    KeyColumns.check(rows.columns(), manifest);
    PlanFiles files = PlanFiles.of(HeldFiles.of(request.state()), request.run());
    drop(files);
    boolean sealed = false;
    try {
      write(request, rows, manifest, files);
      sealed = true;
    } finally {
      if (!sealed) {
        new Tidying(disk, settings).drop(files);
      }
    }
    return LocalPlan.open(disk, files);
  }

  private void drop(PlanFiles files) {
    disk.delete(files.rows());
    disk.delete(files.keys());
  }

  private void write(PlanRequest request, Extraction rows, Manifest manifest, PlanFiles files) {
    PlanLayout layout = PlanLayout.of(rows.columns(), request.mapping().version(), manifest);
    PlanHeader header = header(request, layout);
    try (Arena arena = Arena.ofConfined();
        Arena shared = Arena.ofShared();
        var rowsFile = new RowsWriter(disk, files, header, settings.blockBytes());
        var keysFile = new KeyIndexWriter(disk, files, header, settings.keyBufferBytes())) {
      HeldIndex index = HeldIndex.open(disk, manifest, arena);
      var output =
          new PlanOutput(
              rowsFile, keysFile, new Tally(), new SequenceSet(), new KeyText(layout.extracted()));
      new PlanningPass(request, layout, manifest, index, output).read(rows);
      if (keysFile.mayHaveDuplicates()) {
        new Duplicates(keysFile.soFar(shared), output, settings.workers()).retract();
      }
      boolean whole = request.whole() && output.tally().keysAreReadable();
      boolean someGone = !request.wanted().isEmpty() && output.tally().keysAreReadable();
      if (whole || someGone) {
        index.relyOnUnseen();
      }
      index.checkRelied();
      if (whole || someGone) {
        new GoneKeys(request, index, output).plan();
      }
      PlanSummary summary = output.tally().summary(manifest.held(), whole);
      keysFile.seal();
      rowsFile.seal(output.retracted(), summary);
    }
    disk.forceFolder(files.folder());
  }

  private static PlanHeader header(PlanRequest request, PlanLayout layout) {
    StateRef state = request.state();
    return new PlanHeader(
        state.ledger(),
        state.id(),
        request.run(),
        state.generation(),
        layout.planned(),
        layout.printed(),
        request.mapping().version(),
        request.mapping().definition(),
        state.seed(),
        request.whole());
  }

  @Override
  public Plan reopen(StateRef state, String run) {
    PlanFiles files = PlanFiles.of(HeldFiles.of(state), run);
    LocalPlan plan = LocalPlan.open(disk, files);
    PlanHeader header = plan.header();
    if (!header.ledger().equals(state.ledger())
        || !header.state().equals(state.id())
        || !header.run().equals(run)) {
      throw Corruption.in(files.rows(), "it belongs to another ledger, state or run");
    }
    try (Arena arena = Arena.ofConfined()) {
      KeyIndex.open(disk, plan, arena);
    }
    return plan;
  }

  @Override
  public Settlement settle(StateRef state, Plan plan, PlanOutcomes outcomes) {
    if (!(plan instanceof LocalPlan local)) {
      throw new IllegalArgumentException("a plan is settled by the planner that made it");
    }
    PlanHeader header = local.header();
    if (!header.state().equals(state.id()) || header.generation() != state.generation()) {
      throw Corruption.in(
          local.files().rows(),
          "it was made from generation "
              + header.generation()
              + " of state "
              + header.state()
              + ", but generation "
              + state.generation()
              + " of "
              + state.id()
              + " is to be settled");
    }
    Manifest before = manifests.read(state);
    return new Settling(disk, settings, crashpoint, before, local).settle(outcomes);
  }

  @Override
  public void drop(StateRef state, String run) {
    new Tidying(disk, settings).drop(PlanFiles.of(HeldFiles.of(state), run));
  }

  @Override
  public void tidy(StateRef state) {
    new Tidying(disk, settings).tidy(state);
  }

  @Override
  public Verification verify(StateRef state) {
    return new Verifying(disk).verify(state);
  }
}
