package dev.penstock.connectors.duckdb;

import dev.penstock.connectors.jdbc.ColumnChoice;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.extract.TestStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads models from Parquet, CSV, JSON and DuckDB files of one folder. Each extraction has a DuckDB
 * of its own in this process, which is locked before it sees the model.
 *
 * <p>Thread-safe. Failures are {@link PenstockException}s.
 */
public final class DuckdbSource implements Source {
  private final DuckdbSettings settings;

  public DuckdbSource(DuckdbSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  @Override
  public Extraction extract(ExtractRequest request) {
    String what =
        "Model \"" + request.model().name() + "\" cannot be read from " + settings.folder();
    Session session;
    try {
      session = Session.open(settings);
    } catch (SQLException e) {
      throw ErrorTable.query(e).failing(what);
    }
    boolean handedOver = false;
    try {
      ModelDescription description =
          ModelDescription.of(session, request.model(), settings.database().isPresent());
      ColumnChoice<ModelColumn> choice = ColumnChoice.of(request, description.columns());
      String select = select(choice, description.rows(), request);
      var extraction =
          new DuckdbExtraction(request.model().name(), settings, session, choice, select);
      handedOver = true;
      return extraction;
    } catch (SQLException e) {
      throw ErrorTable.query(e).failing(what);
    } finally {
      if (!handedOver) {
        session.close();
      }
    }
  }

  private static String select(
      ColumnChoice<ModelColumn> choice, String rows, ExtractRequest request) {
    int cellBytes = request.limits().cellBytes();
    List<ModelColumn> key = choice.chosen().subList(0, choice.columns().keyCount());
    String condition =
        request
            .keys()
            .map(wanted -> " WHERE " + KeyLookup.condition(request.model().name(), key, wanted))
            .orElse("");
    return choice.chosen().stream()
        .map(
            column ->
                column.rule().expression("model." + ModelColumn.quote(column.name()), cellBytes))
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + rows + condition));
  }

  @Override
  public List<TestStep> test() {
    List<TestStep> steps = new ArrayList<>();
    try (Session session = Session.open(settings);
        Statement statement = session.connection().createStatement();
        ResultSet version = statement.executeQuery("SELECT version()")) {
      steps.add(TestStep.passed("folder", "The folder " + session.folder() + " can be read."));
      String name = version.next() ? version.getString(1) : "";
      steps.add(
          TestStep.passed(
              "confinement",
              "DuckDB " + name + " reads this folder only; its settings are locked."));
    } catch (SQLException e) {
      var refusal = ErrorTable.query(e);
      steps.add(
          TestStep.failed(
              "folder", "DuckDB cannot be opened: " + refusal.why() + ".", refusal.remedy()));
      steps.add(TestStep.skipped("confinement"));
    } catch (PenstockException e) {
      steps.add(TestStep.failed("folder", String.valueOf(e.getMessage()), e.code().advice()));
      steps.add(TestStep.skipped("confinement"));
    }
    return List.copyOf(steps);
  }

  @Override
  public void close() {
    // Nothing is kept between extractions.
  }
}
