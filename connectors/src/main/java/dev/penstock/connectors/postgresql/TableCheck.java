package dev.penstock.connectors.postgresql;

import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.TestStep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Tries a table step by step, without writing. */
final class TableCheck {
  private static final List<String> RIGHTS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  private final TableSettings settings;
  private final TableName table;

  TableCheck(TableSettings settings, TableName table) {
    this.settings = settings;
    this.table = table;
  }

  List<TestStep> steps() {
    List<TestStep> server = new ConnectionCheck(settings.server()).steps();
    // The last step is about reading only.
    List<TestStep> steps = new ArrayList<>(server.subList(0, server.size() - 1));
    if (steps.stream().anyMatch(step -> step.result() != TestStep.Result.PASSED)) {
      for (String name : List.of("table", "rights", "match")) {
        steps.add(TestStep.skipped(name));
      }
      return steps;
    }
    try (Connection connection = TableTransaction.connect(settings)) {
      TableShape shape = TableShape.of(connection, table, settings.match());
      steps.add(
          TestStep.passed(
              "table", "%s with %d columns.".formatted(shape.name(), shape.columns().size())));
      steps.add(rights(connection, shape));
      steps.add(match(shape));
    } catch (PenstockException e) {
      steps.add(TestStep.failed("table", String.valueOf(e.getMessage()), e.code().advice()));
      steps.add(TestStep.skipped("rights"));
      steps.add(TestStep.skipped("match"));
    } catch (SQLException e) {
      steps.add(
          TestStep.failed(
              "table",
              "The table cannot be looked at: " + TableErrors.words(e) + ".",
              TableErrors.rule(e).code().advice()));
    }
    return steps;
  }

  private static TestStep rights(Connection connection, TableShape shape) throws SQLException {
    List<String> granted = new ArrayList<>();
    try (PreparedStatement ask =
        connection.prepareStatement(
            "SELECT pg_catalog.has_table_privilege(?, ?)"
                + " OR pg_catalog.has_any_column_privilege(?, nullif(?, 'DELETE'))")) {
      for (String right : RIGHTS) {
        ask.setString(1, shape.name());
        ask.setString(2, right);
        ask.setString(3, shape.name());
        ask.setString(4, right);
        try (ResultSet row = ask.executeQuery()) {
          if (row.next() && row.getBoolean(1)) {
            granted.add(right);
          }
        }
      }
    }
    String may = "The user may " + String.join(", ", granted) + ".";
    return granted.contains("SELECT") && granted.size() > 1
        ? TestStep.passed("rights", may)
        : TestStep.failed(
            "rights",
            granted.isEmpty() ? "The user may neither read nor write the table." : may,
            "Grant SELECT, and INSERT, UPDATE and DELETE as the action needs them.");
  }

  private static TestStep match(TableShape shape) {
    String columns = String.join(", ", shape.match());
    if (shape.match().isEmpty()) {
      return TestStep.failed(
          "match",
          "The table has no primary key, and match names no columns.",
          "Name the columns that identify a record as match; only insert does without.");
    }
    boolean unique =
        shape.unique().stream()
            .anyMatch(index -> new HashSet<>(index).equals(new HashSet<>(shape.match())));
    return unique
        ? TestStep.passed("match", columns + " identifies a record.")
        : TestStep.failed(
            "match",
            "No unique index is on " + columns + ", so upsert cannot find a record.",
            "Create a unique index on exactly these columns, or name others as match.");
  }
}
