package dev.penstock.storage.ledger;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;

/**
 * The database's failures in our words. Codes are those of PostgreSQL's appendix A. Server texts
 * are left out where they may quote values.
 */
final class SqlFailures {
  private static final Map<String, String> KNOWN =
      Map.of(
          "53100", "its disk is full. Free space on the database server",
          "25006", "it is read-only, perhaps a standby. Point the ledger's URL to the primary",
          "28P01", "it refused the password. Check the ledger's user and password",
          "28000", "it refused the login. Check the ledger's user and pg_hba.conf",
          "3D000", "the database does not exist. Create it or correct the ledger's URL",
          "42501", "the user lacks a right. Make it the owner of schema penstock",
          "53300", "it takes no more connections. Raise max_connections or lower the pool size");

  /**
   * Classes after which the same write may succeed later: connection, resources, operator, rollback
   * for concurrency, lock not available, system.
   */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40", "55", "58", "XX");

  private static final int CLASS_LENGTH = 2;

  private SqlFailures() {}

  /**
   * Says what failed.
   *
   * @param doing what was not done, to be read after "could not"
   */
  static PenstockException of(String doing, SQLException failure) {
    String state = failure.getSQLState();
    String known = state == null ? null : KNOWN.get(state);
    if (known != null) {
      return unavailable(doing, known + " (SQLSTATE " + state + ").", failure);
    }
    if (state == null
        || failure instanceof SQLTransientConnectionException
        || PASSING.contains(state.substring(0, Math.min(CLASS_LENGTH, state.length())))) {
      return unavailable(
          doing,
          "the database did not answer or broke off (SQLSTATE %s). Whether it was written is unknown; nothing is sent until the database is back. Check the server and the network."
              .formatted(state),
          failure);
    }
    return new PenstockException(
        ErrorCode.INTERNAL,
        "The ledger could not %s: the database refused the statement (SQLSTATE %s). Report it with the database's log."
            .formatted(doing, state));
  }

  private static PenstockException unavailable(String doing, String why, SQLException failure) {
    return new PenstockException(
        ErrorCode.LEDGER_UNAVAILABLE, "The ledger could not %s: %s".formatted(doing, why), failure);
  }
}
