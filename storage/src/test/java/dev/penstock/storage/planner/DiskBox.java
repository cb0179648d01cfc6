package dev.penstock.storage.planner;

import dev.penstock.engine.diff.Planner;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.storage.disk.SimulatedDisk;
import dev.penstock.testkit.world.PlannerBox;
import java.util.random.RandomGenerator;

/** The planner on a disk that forgets what was not forced. */
final class DiskBox implements PlannerBox {
  private final SimulatedDisk disk = new SimulatedDisk();

  @Override
  public Planner open(Crashpoint crashpoint) {
    return new LocalPlanner(disk, new PlannerSettings(7, 256, 128, 3, 1 << 20, 1), crashpoint);
  }

  @Override
  public void fullAfter(long bytes) {
    disk.fullAfter(bytes);
  }

  @Override
  public void crash(RandomGenerator random) {
    disk.crash(random);
  }
}
