package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * One reading by {@code COPY ... TO STDOUT (FORMAT binary)}. The copy begins with the first {@link
 * #next}, so that {@link #cancel} reaches a query that takes an hour before its first row.
 *
 * <p>Memory: the driver holds one message, which is one row. Cells over the limit are cut at the
 * server (see {@link TypeRule}), so a row has at most its number of columns times four times the
 * cell limit, and never more than the protocol's gigabyte.
 */
final class PostgresExtraction implements Extraction {
  /** A cancel request can overtake the query it is meant for, so it is sent again. */
  private static final long CANCEL_AGAIN_SECONDS = 1;

  /** A server that does not react to so many requests is cut off. */
  private static final int CANCEL_ATTEMPTS = 5;

  private static final long ROWS_UNKNOWN = -1;

  private final String model;
  private final PostgresSettings settings;
  private final Connection connection;
  private final String copySql;
  private final Layout layout;
  private final Reading[] readings;
  private final CellReader cells;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean cancelled;
  private @Nullable CopyOut copy;
  private @Nullable CopyStream stream;
  private long startedAt;
  private long rowsSent = ROWS_UNKNOWN;

  PostgresExtraction(
      String model,
      PostgresSettings settings,
      Connection connection,
      Layout layout,
      String copySql,
      boolean textChecked) {
    this.model = model;
    this.settings = settings;
    this.connection = connection;
    this.layout = layout;
    this.copySql = copySql;
    readings =
        layout.chosen().stream().map(column -> column.rule().reading()).toArray(Reading[]::new);
    cells = new CellReader(textChecked);
  }

  @Override
  public Columns columns() {
    return layout.columns();
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
      return read(stream == null ? begin() : stream, row);
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  private CopyStream begin() throws SQLException {
    startedAt = System.nanoTime();
    CopyOut started = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copySql);
    copy = started;
    CopyStream opened = new CopyStream(started::readFromCopy);
    stream = opened;
    return opened;
  }

  private boolean read(CopyStream from, RowWriter row) throws SQLException {
    int fields = from.row();
    if (fields < 0) {
      rowsSent = copy == null ? ROWS_UNKNOWN : copy.getHandledRowCount();
      if (rowsSent == ROWS_UNKNOWN) {
        throw new SQLException("the server did not count its rows", SqlStates.PROTOCOL_VIOLATION);
      }
      return false;
    }
    if (fields != readings.length) {
      throw new SQLException(
          "a row has " + fields + " fields instead of " + readings.length,
          SqlStates.PROTOCOL_VIOLATION);
    }
    row.begin(layout.columns().keyCount());
    for (Reading reading : readings) {
      int length = from.field();
      if (length < 0) {
        row.nul();
      } else {
        cells.read(reading, from.bytes(), from.start(length), length, row);
      }
    }
    return true;
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

  /** Asks the server to stop until the reading has ended; cuts the connection when it does not. */
  private void insist() {
    try {
      for (int attempt = 0; attempt < CANCEL_ATTEMPTS; attempt++) {
        connection.unwrap(PGConnection.class).cancelQuery();
        if (ended.await(CANCEL_AGAIN_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // The connection is closed already, which is what was wanted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PenstockException broken(SQLException e) {
    if (cancelled) {
      return cancelledByPerson();
    }
    boolean timedOut =
        ErrorTable.isQueryCanceled(e)
            && System.nanoTime() - startedAt >= settings.statementTimeout().toNanos();
    Refusal refusal = timedOut ? ErrorTable.timeout(settings) : ErrorTable.query(e);
    return refusal.failing(
        "Reading model \"" + model + "\" from " + settings.place() + " broke off");
  }

  private PenstockException cancelledByPerson() {
    return new PenstockException(
        ErrorCode.CANCELLED,
        "Reading model \""
            + model
            + "\" was stopped, because the run was cancelled. Run again when it suits.");
  }

  /** Ends the query at the server too when it is not read to its end. */
  @Override
  public void close() {
    if (ended.getCount() == 0) {
      return;
    }
    ended.countDown();
    try {
      if (stream != null && rowsSent == ROWS_UNKNOWN) {
        connection.unwrap(PGConnection.class).cancelQuery();
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      // Closed by the server already.
    }
    Session.closeQuietly(connection);
  }
}
