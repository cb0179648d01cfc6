package dev.penstock.connectors.table;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import java.sql.SQLException;
import java.util.List;

/** One connection, used by one thread at a time, for one transaction after the other. */
public interface TableSession extends AutoCloseable {
  /** How a transaction ended. */
  sealed interface Ending {
    record Committed() implements Ending {}

    /** Nothing was stored. */
    record Undone(String words) implements Ending {}

    /** No answer came to COMMIT, and what became of it could not be found out. */
    record Unknown(String words) implements Ending {}
  }

  /** Begins a transaction. */
  void begin() throws SQLException;

  /**
   * The table's columns, as they hold for the batch that is stored next.
   *
   * @throws dev.penstock.engine.error.PenstockException when the table cannot be written to
   */
  TableColumns columns() throws SQLException;

  /**
   * Stores what can be stored.
   *
   * @return one outcome for each record of the batch, to hold once the transaction is committed
   * @throws SQLException when the trouble is not with single records; then nothing must be
   *     committed
   */
  List<Outcome> store(TableRecords records, TableAction action, Kind kind) throws SQLException;

  /**
   * Commits what {@link #store} stored last.
   *
   * @throws SQLException when the server refused; nothing was stored
   */
  Ending commit() throws SQLException;

  /** Undoes the transaction; false when the connection is of no more use. */
  boolean undo();

  /** Whether another transaction can begin. */
  boolean isOpen();

  @Override
  void close();
}
