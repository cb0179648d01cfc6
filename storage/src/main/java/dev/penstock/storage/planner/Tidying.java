package dev.penstock.storage.planner;

import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.held.HeldFiles;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.ManifestFile;
import dev.penstock.storage.held.PartitionMark;
import dev.penstock.storage.plan.LocalPlan;
import dev.penstock.storage.plan.PlanFiles;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes left-overs. What cannot be removed now is removed another time. */
final class Tidying {
  private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

  private final Disk disk;
  private final PlannerSettings settings;

  Tidying(Disk disk, PlannerSettings settings) {
    this.disk = disk;
    this.settings = settings;
  }

  /** Removes the files of a plan that nobody needs, as far as the disk lets us. */
  void drop(PlanFiles files) {
    try {
      remove(files);
    } catch (UncheckedIOException e) {
      LOG.warn("plan in {} could not be removed", files.folder(), e);
    }
  }

  private void remove(PlanFiles files) {
    disk.delete(files.rows());
    disk.delete(files.keys());
    disk.delete(files.folder());
  }

  void tidy(StateRef state) {
    try {
      Manifest manifest = new ManifestFile(disk).read(state);
      removeGenerations(state, manifest);
      removePlans(state);
    } catch (UncheckedIOException | PenstockException e) {
      // The manifest is damaged or the disk in trouble: then nothing is removed, and the run that
      // needs the state says so.
      LOG.warn("held state {} could not be tidied", state.id(), e);
    }
  }

  private void removeGenerations(StateRef state, Manifest manifest) {
    HeldFiles files = HeldFiles.of(state);
    Set<String> named = new HashSet<>();
    if (manifest.generation() > 0) {
      named.add(HeldFiles.manifestName(manifest.generation()));
    }
    List<PartitionMark> marks = manifest.partitions();
    for (int i = 0; i < marks.size(); i++) {
      if (marks.get(i).generation() > 0) {
        named.add(HeldFiles.partitionName(i, marks.get(i).generation()));
      }
    }
    for (String name : disk.list(files.folder())) {
      if (HeldFiles.isOurs(name) && !named.contains(name)) {
        disk.delete(files.folder() + "/" + name);
      }
    }
  }

  /**
   * Newest first: keeps finished plans within the policy, and always the newest one made from the
   * valid generation, for that one may still have to be settled.
   */
  private void removePlans(StateRef state) {
    HeldFiles files = HeldFiles.of(state);
    boolean current = false;
    int kept = 0;
    long bytes = 0;
    for (String run : disk.list(files.runs()).reversed()) {
      if (!HeldFiles.isRun(run)) {
        continue; // a file manager's or a network disk's own; not ours to remove
      }
      PlanFiles plan = PlanFiles.of(files, run);
      Optional<LocalPlan> sealed = sealed(plan);
      if (sealed.isEmpty()) {
        remove(plan);
        continue;
      }
      if (!current && sealed.get().header().generation() == state.generation()) {
        current = true;
        continue;
      }
      bytes += size(plan.rows()) + size(plan.keys());
      kept++;
      if (kept > settings.plansKept() || bytes > settings.planBytesKept()) {
        remove(plan);
      }
    }
  }

  private Optional<LocalPlan> sealed(PlanFiles plan) {
    return LocalPlan.isSealed(disk, plan)
        ? Optional.of(LocalPlan.open(disk, plan))
        : Optional.empty();
  }

  private long size(String path) {
    Optional<Disk.Reader> found = disk.open(path);
    if (found.isEmpty()) {
      return 0;
    }
    try (Disk.Reader file = found.get()) {
      return file.size();
    }
  }
}
