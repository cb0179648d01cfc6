package dev.penstock.connectors.table;

import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.TestStep;
import java.sql.SQLException;
import java.util.List;

/** A database server with one table that is written to. Thread-safe. */
public interface TableServer {
  /**
   * What a look at the table showed.
   *
   * @param rights those of SELECT, INSERT, UPDATE and DELETE that the user has
   * @param unique the columns of each unique index that holds for every row
   */
  record Seen(TableColumns table, List<String> rights, List<List<String>> unique) {}

  /** The server and its database, for messages and accounts. */
  String place();

  /** The table's full name. */
  String table();

  /**
   * Logs in.
   *
   * @throws SQLException as the driver says it; see {@link #login}
   */
  TableSession connect() throws SQLException;

  /** Why no session could be had; nothing was stored. */
  Outcome login(SQLException e);

  /** What a statement's failure means for every record of a batch that is undone. */
  Outcome outcome(SQLException e);

  /** The table may have changed: it is looked at again before the next batch. */
  void forget();

  /** Tries the server as far as logging in. */
  List<TestStep> reach();

  /**
   * Looks at the table, without writing.
   *
   * @throws PenstockException when it cannot be looked at or not be written to
   */
  Seen look();
}
