package dev.penstock.testkit.world;

import dev.penstock.engine.diff.Planner;
import dev.penstock.engine.run.Crashpoint;
import java.util.random.RandomGenerator;

/** The planner under test together with the disk that it survives on. */
public interface PlannerBox {
  /** A planner as a new process has it. */
  Planner open(Crashpoint crashpoint);

  /** The power goes: what was not forced to the disk may be lost. */
  void crash(RandomGenerator random);

  /** From now on the disk takes this many bytes more. */
  void fullAfter(long bytes);
}
