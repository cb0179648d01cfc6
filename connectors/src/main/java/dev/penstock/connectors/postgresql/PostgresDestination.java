package dev.penstock.connectors.postgresql;

import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Answer;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.extract.TestStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a table of PostgreSQL 10 and later. Each batch is one transaction, which keeps
 * the good records and tells for each bad one why. Thread-safe.
 */
public final class PostgresDestination implements Destination {
  private static final TableShape NO_SHAPE =
      new TableShape("", List.of(), List.of(), Map.of(), List.of());

  private final TableSettings settings;
  private final TableName table;
  private final Action action;
  private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
  private volatile @Nullable TableShape shape;
  private volatile boolean closed;

  /**
   * Connects nothing yet.
   *
   * @throws PenstockException CONFIG_INVALID when the table's name is none
   */
  public PostgresDestination(TableSettings settings) {
    this.settings = settings;
    table = TableName.ofDestination(settings.table());
    action = settings.action().action();
  }

  @Override
  public String identity() {
    return settings.server().place() + "/" + table.written();
  }

  @Override
  public String account() {
    return settings.server().place();
  }

  @Override
  public Action action() {
    return action;
  }

  @Override
  public Answer deliver(Batch batch) {
    Connection connection;
    try {
      Connection kept = idle.poll();
      connection = kept == null ? TableTransaction.connect(settings) : kept;
    } catch (SQLException e) {
      return Answer.all(batch, 0, TableErrors.login(e, settings.server()));
    }
    boolean usable = false;
    try {
      Answer answer = deliver(connection, batch);
      usable = !connection.isClosed() && !closed;
      return answer;
    } catch (SQLException e) {
      shape = null;
      usable = undone(connection);
      return Answer.all(batch, 0, TableErrors.outcome(e, NO_SHAPE));
    } catch (PenstockException e) {
      shape = null;
      usable = undone(connection);
      Failure failure = Failure.of(e.code(), String.valueOf(e.getMessage()));
      return Answer.all(batch, 0, new Outcome.Retryable(failure.in(Scope.DESTINATION)));
    } finally {
      if (usable) {
        idle.add(connection);
      } else {
        Session.closeQuietly(connection);
      }
      if (closed) {
        close();
      }
    }
  }

  private Answer deliver(Connection connection, Batch batch) throws SQLException {
    TableTransaction.begin(connection, settings);
    TableShape known = shape;
    if (known == null) {
      known = TableShape.of(connection, table, settings.match());
      shape = known;
    }
    if (known.match().isEmpty() && settings.action() != TableAction.INSERT) {
      throw new PenstockException(
          ErrorCode.DESTINATION_CONFIG,
          "Table %s has no primary key. Name the columns that identify a record as match."
              .formatted(known.name()));
    }
    TableRecords records = TableRecords.of(batch, known, settings.action());
    List<Outcome> outcomes =
        new TableDelivery(connection, known, records).store(batch, settings.action());
    TableTransaction.Name name = TableTransaction.name(connection);
    try {
      connection.commit();
    } catch (SQLException e) {
      if (TableErrors.isRefusal(e)) {
        throw e;
      }
      Session.closeQuietly(connection);
      return lost(batch, name, outcomes, TableErrors.words(e));
    }
    return new Answer(outcomes, 0, "");
  }

  /** No answer came to COMMIT. */
  private Answer lost(
      Batch batch, TableTransaction.Name name, List<Outcome> outcomes, String words) {
    return switch (TableTransaction.end(settings, name)) {
      case COMMITTED -> new Answer(outcomes, 0, "");
      case ABORTED ->
          Answer.all(
              batch,
              0,
              new Outcome.Retryable(
                  Failure.of(ErrorCode.DESTINATION_DOWN, words).in(Scope.DESTINATION)));
      case UNKNOWN ->
          Answer.all(batch, 0, new Outcome.Unknown(Failure.of(ErrorCode.AMBIGUOUS, words)));
    };
  }

  private static boolean undone(Connection connection) {
    try {
      connection.rollback();
      return !connection.isClosed();
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public List<TestStep> test() {
    return new TableCheck(settings, table).steps();
  }

  @Override
  public void close() {
    closed = true;
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      Session.closeQuietly(connection);
    }
  }
}
