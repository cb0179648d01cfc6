package dev.penstock.connectors.duckdb;

import dev.penstock.connectors.jdbc.ColumnChoice;
import dev.penstock.connectors.jdbc.MomentText;
import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.engine.row.Tag;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One reading by a streamed result. The query begins with the first {@link #next}. There is no
 * server between us and the rows that could lose some: the result either ends or fails, so its own
 * rows are the count.
 */
final class DuckdbExtraction implements Extraction {
  /** An interrupt can come before the query that it is meant for, so it is sent again. */
  private static final long CANCEL_AGAIN_MILLIS = 100;

  private static final long ROWS_UNKNOWN = -1;

  private final String model;
  private final DuckdbSettings settings;
  private final Session session;
  private final Columns columns;
  private final Reading[] readings;
  private final String select;
  private final PreparedStatement statement;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean cancelled;
  private volatile boolean timedOut;
  private @Nullable ResultSet rows;
  private long read;
  private long rowsSent = ROWS_UNKNOWN;

  DuckdbExtraction(
      String model,
      DuckdbSettings settings,
      Session session,
      ColumnChoice<ModelColumn> choice,
      String select)
      throws SQLException {
    this.model = model;
    this.settings = settings;
    this.session = session;
    columns = choice.columns();
    readings =
        choice.chosen().stream().map(column -> column.rule().reading()).toArray(Reading[]::new);
    this.select = select;
    statement = session.connection().prepareStatement(select);
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
      ResultSet from = rows == null ? begin() : rows;
      boolean more = from.next();
      if (cancelled || timedOut) {
        throw broken(new SQLException("INTERRUPT Error: interrupted"));
      }
      if (!more) {
        rowsSent = read;
        return false;
      }
      row.begin(columns.keyCount());
      for (int i = 0; i < readings.length; i++) {
        cell(readings[i], from, i + 1, row);
      }
      read++;
      return true;
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  private ResultSet begin() throws SQLException {
    Thread.ofVirtual().name("penstock-timeout-", 0).start(this::watch);
    ResultSet begun = statement.executeQuery();
    rows = begun;
    return begun;
  }

  /** DuckDB has no statement timeout of its own. */
  private void watch() {
    try {
      if (!ended.await(settings.statementTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        timedOut = true;
        insist();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cell(Reading reading, ResultSet from, int column, RowWriter row)
      throws SQLException {
    switch (reading) {
      case TRUTH -> {
        boolean value = from.getBoolean(column);
        nullOr(from, row, () -> row.bool(value));
      }
      case WHOLE -> {
        long value = from.getLong(column);
        nullOr(from, row, () -> row.number(value));
      }
      case SINGLE -> {
        float value = from.getFloat(column);
        nullOr(from, row, () -> row.floating(value));
      }
      case DOUBLE -> {
        double value = from.getDouble(column);
        nullOr(from, row, () -> row.floating(value));
      }
      case DIGITS, TEXT, DATE, DATE_TIME, INSTANT, BASE64, JSON -> {
        String value = from.getString(column);
        if (value == null) {
          row.nul();
        } else {
          text(reading, value.getBytes(StandardCharsets.UTF_8), row);
        }
      }
    }
  }

  private static void nullOr(ResultSet from, RowWriter row, Runnable write) throws SQLException {
    if (from.wasNull()) {
      row.nul();
    } else {
      write.run();
    }
  }

  private static void text(Reading reading, byte[] value, RowWriter row) {
    switch (reading) {
      case DIGITS -> row.decimal(value, 0, value.length);
      case TEXT -> row.text(value, 0, value.length);
      case DATE -> MomentText.date(value, row);
      case DATE_TIME -> MomentText.dateTime(value, row);
      case INSTANT -> MomentText.instant(withoutZone(value), row);
      case BASE64 -> row.value(Tag.BYTES, value, 0, value.length);
      case JSON -> row.json(value, 0, value.length);
      case TRUTH, WHOLE, SINGLE, DOUBLE -> throw new IllegalStateException("not read as text");
    }
  }

  /** The session's zone is UTC, so a point in time ends with +00. */
  private static byte[] withoutZone(byte[] value) {
    int length = value.length;
    boolean utc =
        length > 3
            && value[length - 3] == '+'
            && value[length - 2] == '0'
            && value[length - 1] == '0';
    return utc ? java.util.Arrays.copyOf(value, length - 3) : value;
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

  /** Interrupts the query until the reading has ended. */
  private void insist() {
    try {
      do {
        statement.cancel();
      } while (!ended.await(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (SQLException e) {
      // Closed already, which is what was wanted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PenstockException broken(SQLException e) {
    if (cancelled) {
      return cancelledByPerson();
    }
    String what = "Reading model \"" + model + "\" from " + settings.folder() + " broke off";
    if (timedOut) {
      return new Refusal(
              ErrorCode.MODEL_TIMEOUT,
              "it took longer than the statement timeout of "
                  + settings.statementTimeout().toSeconds()
                  + " s",
              "Make the query cheaper or raise the source's statement timeout.")
          .failing(what);
    }
    return ErrorTable.query(ErrorTable.isSpeechless(e) ? words(e) : e).failing(what);
  }

  /**
   * A streamed result that fails keeps DuckDB's words to itself (2.0), so the query is run once
   * more where they are told. That ends where the reading ended, and under the same timeout.
   */
  private SQLException words(SQLException speechless) {
    try (Statement again = session.connection().createStatement()) {
      again.execute("EXPLAIN ANALYZE " + select);
      return speechless;
    } catch (SQLException told) {
      return told;
    }
  }

  private PenstockException cancelledByPerson() {
    return new PenstockException(
        ErrorCode.CANCELLED,
        "Reading model \""
            + model
            + "\" was stopped, because the run was cancelled. Run again when it suits.");
  }

  @Override
  public void close() {
    if (ended.getCount() == 0) {
      return;
    }
    ended.countDown();
    try {
      statement.close();
    } catch (SQLException e) {
      // Its session is closed next.
    }
    session.close();
  }
}
