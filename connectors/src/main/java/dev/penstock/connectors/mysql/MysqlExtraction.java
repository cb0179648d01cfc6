package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.ColumnChoice;
import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Connection;

/**
 * One reading by a streamed result. The query begins with the first {@link #next}, so that {@link
 * #cancel} reaches a query that takes an hour before its first row. The server's own count of the
 * rows is {@code FOUND_ROWS()}, asked for in the same session behind the last row.
 *
 * <p>Memory: {@link #FETCH} rows, with long values cut at the server (see {@link TypeRule}).
 */
final class MysqlExtraction implements Extraction {
  /** The server sends rows without being asked; more at once would only fill memory. */
  private static final int FETCH = 100;

  /** A cancel request can overtake the query it is meant for, so it is sent again. */
  private static final long CANCEL_AGAIN_SECONDS = 1;

  /** A server that does not react to so many requests is cut off. */
  private static final int CANCEL_ATTEMPTS = 5;

  private static final long ROWS_UNKNOWN = -1;

  private final String model;
  private final MysqlSettings settings;
  private final Connection connection;
  private final long thread;
  private final Columns columns;
  private final Reading[] readings;
  private final String select;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean cancelled;
  private @Nullable Statement statement;
  private @Nullable ResultSet rows;
  private long rowsSent = ROWS_UNKNOWN;

  MysqlExtraction(
      String model,
      MysqlSettings settings,
      Connection connection,
      ColumnChoice<ModelColumn> choice,
      String select) {
    this.model = model;
    this.settings = settings;
    this.connection = connection;
    this.select = select;
    thread = connection.getThreadId();
    columns = choice.columns();
    readings =
        choice.chosen().stream().map(column -> column.rule().reading()).toArray(Reading[]::new);
  }

  @Override
  public Columns columns() {
    return columns;
  }

  @Override
  public boolean next(RowWriter row) {
    if (cancelled) {
      throw cancelledByPerson();
    }
    if (rowsSent != ROWS_UNKNOWN) {
      return false;
    }
    try {
      return read(rows == null ? begin() : rows, row);
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  private ResultSet begin() throws SQLException {
    Statement reading = connection.createStatement();
    statement = reading;
    reading.setFetchSize(FETCH);
    ResultSet begun = reading.executeQuery(select);
    rows = begun;
    return begun;
  }

  private boolean read(ResultSet from, RowWriter row) throws SQLException {
    boolean more = from.next();
    if (cancelled) {
      throw cancelledByPerson(); // a sleeping query ends without an error when it is killed
    }
    if (!more) {
      rowsSent = count();
      return false;
    }
    row.begin(columns.keyCount());
    for (int i = 0; i < readings.length; i++) {
      CellReader.read(readings[i], from, i + 1, row);
    }
    return true;
  }

  private long count() throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet found = ask.executeQuery("SELECT FOUND_ROWS()")) {
      if (!found.next()) {
        throw new SQLException("the server did not count its rows", "08S01");
      }
      return found.getLong(1);
    }
  }

  @Override
  public long rowsSent() {
    if (rowsSent == ROWS_UNKNOWN) {
      throw new IllegalStateException("model " + model + " is not read to its end");
    }
    return rowsSent;
  }

  @Override
  public void cancel() {
    if (cancelled || ended.getCount() == 0) {
      return;
    }
    cancelled = true;
    Thread.ofVirtual().name("penstock-cancel-", 0).start(this::insist);
  }

  /** Asks the server to stop until the reading has ended; ends the session when it does not. */
  private void insist() {
    try {
      for (int attempt = 0; attempt < CANCEL_ATTEMPTS; attempt++) {
        Session.kill(settings, thread, "QUERY");
        if (ended.await(CANCEL_AGAIN_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
      Session.kill(settings, thread, "CONNECTION");
    } catch (SQLException e) {
      // The session is gone already, which is what was wanted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PenstockException broken(SQLException e) {
    if (cancelled) {
      return cancelledByPerson();
    }
    Refusal refusal = ErrorTable.query(e);
    String limit =
        refusal.code() == ErrorCode.MODEL_TIMEOUT
            ? " after " + settings.statementTimeout().toSeconds() + " s"
            : "";
    return refusal.failing(
        "Reading model \"" + model + "\" from " + settings.place() + " broke off" + limit);
  }

  private PenstockException cancelledByPerson() {
    return new PenstockException(
        ErrorCode.CANCELLED,
        "Reading model \""
            + model
            + "\" was stopped, because the run was cancelled. Run again when it suits.");
  }

  /**
   * Ends the query at the server too when it is not read to its end: the driver would otherwise
   * read all the rows that are left.
   */
  @Override
  public void close() {
    if (ended.getCount() == 0) {
      return;
    }
    ended.countDown();
    try {
      if (statement != null && rowsSent == ROWS_UNKNOWN) {
        Session.kill(settings, thread, "CONNECTION");
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      // Closed by the server already.
    }
    Session.closeQuietly(connection);
  }
}
