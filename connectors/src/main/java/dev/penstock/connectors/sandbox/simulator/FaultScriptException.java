package dev.penstock.connectors.sandbox.simulator;

import java.util.List;

/** A fault script that cannot be used, with all of its problems. Code {@code simulator.faults}. */
public final class FaultScriptException extends IllegalArgumentException {
  private final transient List<String> problems;

  FaultScriptException(List<String> problems) {
    super(
        "Fault script of the simulated destination: "
            + String.join(" ", problems)
            + " Correct it and load it again (simulator.faults).");
    this.problems = List.copyOf(problems);
  }

  /** One sentence per problem, with its place. */
  public List<String> problems() {
    return problems;
  }
}
