package dev.penstock.testkit.world;

import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Answer;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.extract.TestStep;
import java.util.List;

/**
 * Stands for the tool where a destination is asked for; requests go by {@link SimulatedRequests}.
 */
record SimulatedDestination(String identity, Action action) implements Destination {
  @Override
  public Answer deliver(Batch batch) {
    throw new UnsupportedOperationException(
        "the simulated world sends through SimulatedRequests, which owns time");
  }

  @Override
  public List<TestStep> test() {
    return List.of(TestStep.passed("memory", "always there"));
  }

  @Override
  public void close() {}
}
