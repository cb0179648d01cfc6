package dev.penstock.storage.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.world.SimulatedWorld;
import org.junit.jupiter.api.Test;

/**
 * The real runner, planner and index through storms of changing rows, failing requests, lost
 * answers and dying processes. {@code -Dsimulation.seeds=100000} tries more of them, {@code
 * -Dsimulation.seed=123} replays one.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 2000);

  @Test
  void after_any_storm_the_tool_holds_what_the_model_holds() {
    Long only = Long.getLong("simulation.seed");
    long first = only == null ? Long.getLong("simulation.first", 1) : only;
    long last = only == null ? first + SEEDS : first + 1;
    long crashes = 0;
    for (long seed = first; seed < last; seed++) {
      SimulatedWorld world = new SimulatedWorld(seed, new DiskBox());
      try {
        world.storm();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed %d: %s (replay with -Dsimulation.seed=%d)".formatted(seed, e, seed), e);
      }
      crashes += world.crashes();
    }
    assertThat(crashes > 0 || only != null).as("storms without a single crash").isTrue();
  }
}
