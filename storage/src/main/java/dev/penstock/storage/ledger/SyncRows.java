package dev.penstock.storage.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** How a row of {@code sync_controls} reads. */
final class SyncRows {
  private SyncRows() {}

  /** Who paused the sync and why, if it is paused. */
  static Optional<String> paused(ResultSet row) throws SQLException {
    if (row.getObject("paused_at") == null) {
      return Optional.empty();
    }
    String who = row.getString("paused_by");
    String reason = row.getString("pause_reason");
    return Optional.of(
        "paused"
            + (who.isEmpty() ? "" : " by " + who)
            + " since "
            + Sql.instant(row, "paused_at")
            + (reason.isEmpty() ? "" : ": " + reason));
  }
}
