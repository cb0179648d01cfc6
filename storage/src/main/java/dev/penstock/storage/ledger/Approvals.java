package dev.penstock.storage.ledger;

import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.Mass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people said about runs that the guard stopped. */
final class Approvals {
  private Approvals() {}

  private record Asked(String run, Mass mass) {}

  private static Mass mass(List<Long> numbers) {
    return new Mass(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3) != 0);
  }

  /** Uses up the approval of the sync's last stopped run, where it covers these numbers. */
  static boolean take(Connection connection, String state, Mass mass, Instant now)
      throws SQLException {
    Optional<Asked> approved =
        Sql.first(
            connection,
            row -> {
              List<Long> numbers = Sql.longs(row, "mass");
              return new Asked(row.getString("id"), mass(numbers));
            },
            """
            SELECT r.id, r.mass FROM penstock.runs AS r
            WHERE r.state = ? AND r.decision = 'approved' AND r.decided_at > ?
              AND r.id = (SELECT max(x.id) FROM penstock.runs AS x
                          WHERE x.state = r.state AND x.status = 'AWAITING_APPROVAL')
            """,
            state,
            now.minus(Decisions.APPROVAL_LIFE));
    if (approved.filter(asked -> mass.isWithin(asked.mass())).isEmpty()) {
      return false;
    }
    Sql.update(
        connection,
        "UPDATE penstock.runs SET decision = 'used' WHERE id = ?",
        approved.get().run());
    return true;
  }
}
