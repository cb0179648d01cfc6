package dev.penstock.benchmarks;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The floor of a run without changes: reads every row through the same driver with typed getters
 * and hashes it. Arguments: JDBC URL, user, password, table, repetitions.
 */
public final class ReadAndHash {
  private static final Logger LOG = Logger.getLogger("floor");

  private ReadAndHash() {}

  /** Prints the seconds of each repetition. */
  public static void main(String[] arguments) throws SQLException {
    int repetitions = Integer.parseInt(arguments[4]);
    try (Connection connection =
        DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      for (int i = 0; i < repetitions; i++) {
        long began = System.nanoTime();
        long rows = read(connection, arguments[3]);
        double seconds = (System.nanoTime() - began) / 1e9;
        LOG.log(Level.INFO, "read-and-hash rows={0} seconds={1}", new Object[] {rows, seconds});
      }
    }
  }

  private static long read(Connection connection, String table) throws SQLException {
    HashStream128 hash = Hashing.xxh3_128(1).hashStream();
    long rows = 0;
    long sum = 0;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1000);
      try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
        while (row.next()) {
          hash.reset();
          hash.putLong(row.getLong(1));
          hash.putString(row.getString(2)).putString(row.getString(3)).putString(row.getString(4));
          hash.putInt(row.getInt(5));
          hash.putString(row.getBigDecimal(6).toString());
          hash.putBoolean(row.getBoolean(7));
          hash.putLong(row.getTimestamp(8).getTime());
          hash.putLong(row.getDate(9).getTime());
          hash.putString(row.getString(10));
          sum += hash.get().getLeastSignificantBits();
          rows++;
        }
      }
    }
    LOG.log(Level.FINE, "sum {0}", sum);
    return rows;
  }
}
