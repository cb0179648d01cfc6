package dev.penstock.connectors.postgresql;

import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.extract.TestStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.postgresql.PGConnection;

/**
 * Reads models from PostgreSQL 10 and later. Each extraction has its own connection and one
 * read-only, repeatable-read transaction. Rows come by binary COPY: it is about twice as fast as a
 * cursor, and its command tag is the server's own count of the rows, the proof that deletes need.
 *
 * <p>Thread-safe. Failures are {@link dev.penstock.engine.error.PenstockException}s.
 */
public final class PostgresSource implements Source {
  private final PostgresSettings settings;

  public PostgresSource(PostgresSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  @Override
  public Extraction extract(ExtractRequest request) {
    String model = request.model().name();
    Connection connection;
    try {
      connection = Session.open(settings);
    } catch (SQLException e) {
      throw ErrorTable.login(e, settings)
          .failing("Model \"" + model + "\" cannot be read from " + settings.place());
    }
    boolean handedOver = false;
    try {
      ModelDescription description = ModelDescription.of(connection, request.model());
      Layout layout = Layout.of(request, description.columns());
      boolean rawText = mayHoldBrokenText(connection);
      String condition = condition(connection, request, layout);
      String copy =
          layout.copy(description.query(), condition, request.limits().cellBytes(), rawText);
      var extraction = new PostgresExtraction(model, settings, connection, layout, copy, rawText);
      handedOver = true;
      return extraction;
    } catch (SQLException e) {
      throw ErrorTable.query(e)
          .failing("Model \"" + model + "\" cannot be read from " + settings.place());
    } finally {
      if (!handedOver) {
        Session.closeQuietly(connection);
      }
    }
  }

  private static String condition(Connection connection, ExtractRequest request, Layout layout)
      throws SQLException {
    return request.keys().isPresent()
        ? KeyLookup.condition(
            connection,
            request.model().name(),
            layout.chosen().subList(0, layout.columns().keyCount()),
            request.keys().get())
        : "true";
  }

  /** A database with the encoding SQL_ASCII takes and sends any bytes as text. */
  private static boolean mayHoldBrokenText(Connection connection) throws SQLException {
    String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    return "SQL_ASCII".equals(encoding);
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
