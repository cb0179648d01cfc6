package dev.penstock.connectors.table;

import dev.penstock.connectors.table.TableSession.Ending;
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
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes records to a table. Each batch is one transaction, which keeps the good records and tells
 * for each bad one why. Thread-safe.
 */
public final class TableDestination implements Destination {
  private final TableServer server;
  private final TableAction what;
  private final Action action;
  private final ConcurrentLinkedQueue<TableSession> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /** Connects nothing yet. */
  public TableDestination(TableServer server, TableAction action) {
    this.server = server;
    this.what = action;
    this.action = action.action();
  }

  @Override
  public String identity() {
    return server.place() + "/" + server.table();
  }

  @Override
  public String account() {
    return server.place();
  }

  @Override
  public Action action() {
    return action;
  }

  @Override
  public Answer deliver(Batch batch) {
    TableSession session;
    try {
      session = begun();
    } catch (SQLException e) {
      return Answer.all(batch, 0, server.login(e));
    }
    boolean usable = false;
    try {
      Answer answer = deliver(session, batch);
      usable = session.isOpen() && !closed;
      return answer;
    } catch (SQLException e) {
      server.forget();
      usable = session.undo();
      return Answer.all(batch, 0, server.outcome(e));
    } catch (PenstockException e) {
      server.forget();
      usable = session.undo();
      return later(batch, e.code(), String.valueOf(e.getMessage()));
    } finally {
      if (usable) {
        idle.add(session);
      } else {
        session.close();
      }
      if (closed) {
        close();
      }
    }
  }

  /** A kept session may have died with its server; then the next is tried, and last a new one. */
  private TableSession begun() throws SQLException {
    for (TableSession kept = idle.poll(); kept != null; kept = idle.poll()) {
      try {
        kept.begin();
        return kept;
      } catch (SQLException gone) {
        kept.close();
      }
    }
    TableSession session = server.connect();
    try {
      session.begin();
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  private Answer deliver(TableSession session, Batch batch) throws SQLException {
    TableColumns columns = session.columns();
    columns.checkMatchFor(what);
    TableRecords records = TableRecords.of(batch, columns, what);
    List<Outcome> outcomes = session.store(records, what, batch.kind());
    return switch (session.commit()) {
      case Ending.Committed() -> new Answer(outcomes, 0, "");
      case Ending.Undone(String words) -> later(batch, ErrorCode.DESTINATION_DOWN, words);
      case Ending.Unknown(String words) ->
          Answer.all(batch, 0, new Outcome.Unknown(Failure.of(ErrorCode.AMBIGUOUS, words)));
    };
  }

  private static Answer later(Batch batch, ErrorCode code, String words) {
    return Answer.all(
        batch, 0, new Outcome.Retryable(Failure.of(code, words).in(Scope.DESTINATION)));
  }

  @Override
  public List<TestStep> test() {
    return new TableCheck(server).steps();
  }

  @Override
  public void close() {
    closed = true;
    for (TableSession session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }
}
