package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.ColumnChoice;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.extract.TestStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.mariadb.jdbc.Connection;

/**
 * Reads models from MySQL 5.7 and later and MariaDB 10.3 and later. Each extraction has its own
 * connection and one read-only transaction that sees one moment.
 *
 * <p>Thread-safe. Failures are {@link dev.penstock.engine.error.PenstockException}s.
 */
public final class MysqlSource implements Source {
  private final MysqlSettings settings;

  public MysqlSource(MysqlSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  @Override
  public Extraction extract(ExtractRequest request) {
    String what =
        "Model \"" + request.model().name() + "\" cannot be read from " + settings.place();
    Connection connection;
    try {
      connection = Session.openForReading(settings);
    } catch (SQLException e) {
      throw ErrorTable.login(e, settings).failing(what);
    }
    boolean handedOver = false;
    try {
      ModelDescription description = ModelDescription.of(connection, request.model());
      ColumnChoice<ModelColumn> choice = ColumnChoice.of(request, description.columns());
      String select = select(choice, description.rows(), request);
      var extraction =
          new MysqlExtraction(request.model().name(), settings, connection, choice, select);
      handedOver = true;
      return extraction;
    } catch (SQLException e) {
      throw ErrorTable.query(e).failing(what);
    } finally {
      if (!handedOver) {
        Session.closeQuietly(connection);
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
                column.rule().expression("model." + TableName.quote(column.name()), cellBytes))
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + rows + condition));
  }

  @Override
  public List<TestStep> test() {
    return new ConnectionCheck(settings).steps();
  }

  @Override
  public void close() {
    // Nothing is kept between extractions.
  }
}
