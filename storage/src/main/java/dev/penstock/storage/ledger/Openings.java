package dev.penstock.storage.ledger;

import dev.penstock.engine.run.OpenedBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The opened batches of a run. What is opened together is one row (more only where the numbers lie
 * far apart), with one bit for each batch that lacks an outcome: closing a thousand small batches
 * rewrites a kilobyte.
 */
final class Openings {
  /** So far apart may the numbers in a row be; its bits are then 4 KB at most. */
  private static final int SPAN_MAX = 1 << 15;

  private Openings() {}

  /** Batches whose numbers lie near each other. */
  private record Group(int first, int last, List<OpenedBatch> batches) {
    byte[] bits() {
      var open = new BitSet(last - first + 1);
      batches.forEach(batch -> open.set(batch.number() - first));
      return open.toByteArray();
    }
  }

  /**
   * Guard, write and commit in one statement: the pace of small batches hangs on it.
   *
   * @return false when the lease is lost
   */
  static boolean insert(
      Connection connection, PostgresLease lease, String run, List<OpenedBatch> batches)
      throws SQLException {
    List<Group> groups = groups(batches);
    int rows =
        Sql.update(
            connection,
            """
            WITH guard AS (
              UPDATE penstock.leases
              SET expires_at = clock_timestamp() + ? * INTERVAL '1 millisecond'
              WHERE state = ? AND epoch = ? AND NOT released
              RETURNING state)
            INSERT INTO penstock.run_openings (run, first_number, last_number, open, batches)
            SELECT ?, n.first_number, n.last_number, n.open, n.batches
            FROM guard AS g,
                 unnest(?, ?, ?, ?) AS n (first_number, last_number, open, batches)
            """,
            lease.times().ttl().toMillis(),
            lease.state(),
            lease.epoch(),
            run,
            groups.stream().map(Group::first).toArray(Integer[]::new),
            groups.stream().map(Group::last).toArray(Integer[]::new),
            groups.stream().map(Group::bits).toArray(byte[][]::new),
            groups.stream().map(Group::batches).map(BatchCodec::encode).toArray(byte[][]::new));
    return rows > 0;
  }

  private static List<Group> groups(List<OpenedBatch> batches) {
    List<Group> groups = new ArrayList<>();
    int from = 0;
    int first = batches.getFirst().number();
    int last = first;
    for (int i = 1; i < batches.size(); i++) {
      int number = batches.get(i).number();
      int low = Math.min(first, number);
      int high = Math.max(last, number);
      if ((long) high - low >= SPAN_MAX) {
        groups.add(new Group(first, last, batches.subList(from, i)));
        from = i;
        low = number;
        high = number;
      }
      first = low;
      last = high;
    }
    groups.add(new Group(first, last, batches.subList(from, batches.size())));
    return groups;
  }

  /** A row without its batches. */
  private record Row(long part, int first, BitSet open) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("part"), row.getInt("first_number"), BitSet.valueOf(row.getBytes("open")));
    }

    /** False when none of these was open here. */
    boolean close(List<Integer> numbers) {
      int before = open.cardinality();
      for (int number : numbers) {
        if (number >= first) {
          open.clear(number - first);
        }
      }
      return open.cardinality() != before;
    }
  }

  static void close(Connection connection, String run, List<Integer> numbers) throws SQLException {
    if (numbers.isEmpty()) {
      return;
    }
    List<Row> rows =
        Sql.list(
            connection,
            Row::of,
            """
            SELECT o.part, o.first_number, o.open FROM penstock.run_openings AS o
            WHERE o.run = ? AND o.last_number >= ? AND o.first_number <= ?
            """,
            run,
            Collections.min(numbers),
            Collections.max(numbers));
    List<Long> done = new ArrayList<>();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE penstock.run_openings SET open = ? WHERE run = ? AND part = ?")) {
      for (Row row : rows) {
        if (!row.close(numbers)) {
          continue;
        }
        if (row.open().isEmpty()) {
          done.add(row.part());
        } else {
          Sql.bind(update, row.open().toByteArray(), run, row.part());
          update.addBatch();
        }
      }
      update.executeBatch();
    }
    if (!done.isEmpty()) {
      Sql.update(
          connection,
          "DELETE FROM penstock.run_openings WHERE run = ? AND part = ANY (?)",
          run,
          done.toArray(Long[]::new));
    }
  }

  /** The batches that lack an outcome; one that was opened twice is one. */
  static List<OpenedBatch> open(Connection connection, String run) throws SQLException {
    Map<Integer, OpenedBatch> opened = new TreeMap<>();
    Sql.list(
        connection,
        row -> {
          BitSet open = BitSet.valueOf(row.getBytes("open"));
          int first = row.getInt("first_number");
          for (OpenedBatch batch : BatchCodec.decode(row.getBytes("batches"))) {
            if (open.get(batch.number() - first)) {
              opened.put(batch.number(), batch);
            }
          }
          return row;
        },
        """
        SELECT o.first_number, o.open, o.batches FROM penstock.run_openings AS o
        WHERE o.run = ?
        ORDER BY o.part
        """,
        run);
    return List.copyOf(opened.values());
  }

  static void forget(Connection connection, String run) throws SQLException {
    Sql.update(connection, "DELETE FROM penstock.run_openings WHERE run = ?", run);
  }
}
