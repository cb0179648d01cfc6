package dev.penstock.server;

import dev.penstock.engine.extract.TestStep;
import java.util.List;

/** How trying a connection went, step by step. */
public record ConnectionTest(Side side, String name, String type, List<TestStep> steps) {
  /** Which end of a sync it is. */
  public enum Side {
    SOURCE,
    DESTINATION
  }

  public ConnectionTest {
    steps = List.copyOf(steps);
  }

  public boolean passed() {
    return steps.stream().noneMatch(step -> step.result() == TestStep.Result.FAILED);
  }
}
