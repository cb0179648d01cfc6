package dev.penstock.connectors.table;

import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.TestStep;
import java.util.ArrayList;
import java.util.List;

/** Tries a table step by step, without writing. */
final class TableCheck {
  private final TableServer server;

  TableCheck(TableServer server) {
    this.server = server;
  }

  List<TestStep> steps() {
    List<TestStep> reach = server.reach();
    // The last step is about reading only.
    List<TestStep> steps = new ArrayList<>(reach.subList(0, reach.size() - 1));
    if (steps.stream().anyMatch(step -> step.result() != TestStep.Result.PASSED)) {
      for (String name : List.of("table", "rights", "match")) {
        steps.add(TestStep.skipped(name));
      }
      return steps;
    }
    try {
      TableServer.Seen seen = server.look();
      TableColumns table = seen.table();
      String columns = "%s with %d columns.".formatted(table.name(), table.columns().size());
      steps.add(TestStep.passed("table", columns));
      steps.add(rights(seen.rights()));
      steps.add(match(table, seen.unique()));
    } catch (PenstockException e) {
      steps.add(TestStep.failed("table", String.valueOf(e.getMessage()), e.code().advice()));
      steps.add(TestStep.skipped("rights"));
      steps.add(TestStep.skipped("match"));
    }
    return steps;
  }

  private static TestStep rights(List<String> granted) {
    String may = "The user may " + String.join(", ", granted) + ".";
    return granted.contains("SELECT") && granted.size() > 1
        ? TestStep.passed("rights", may)
        : TestStep.failed(
            "rights",
            granted.isEmpty() ? "The user may neither read nor write the table." : may,
            "Grant SELECT, and INSERT, UPDATE and DELETE as the action needs them.");
  }

  private static TestStep match(TableColumns table, List<List<String>> unique) {
    String columns = String.join(", ", table.match());
    if (table.match().isEmpty()) {
      return TestStep.failed(
          "match",
          "The table has no primary key, and match names no columns.",
          "Name the columns that identify a record as match; only insert does without.");
    }
    return unique.stream().anyMatch(table::isMatchedBy)
        ? TestStep.passed("match", columns + " identifies a record.")
        : TestStep.failed(
            "match",
            "No unique index is on " + columns + ", so upsert cannot find a record.",
            "Create a unique index on exactly these columns, or name others as match.");
  }
}
