package dev.penstock.storage.ledger;

import dev.penstock.engine.json.Json;
import dev.penstock.engine.run.RunEnd;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people are to be told of a run's end, written into the outbox. */
final class Notices {
  private Notices() {}

  /** A run is told of once, however often its end is written. */
  static void ofEnd(Connection connection, String run, String state, RunEnd end)
      throws SQLException {
    String kind =
        switch (end.status()) {
          case FAILED -> "run_failed";
          case PARTIAL -> "run_partial";
          case SUCCEEDED, CANCELLED, DEFERRED, AWAITING_APPROVAL, EXTRACTING, DELIVERING -> "";
        };
    if (kind.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        INSERT INTO penstock.outbox (kind, dedupe_key, body, created_at)
        SELECT ?, ?, ?::jsonb || jsonb_build_object('project', s.project, 'sync', s.sync), ?
        FROM penstock.states AS s
        WHERE s.id = ?
        ON CONFLICT (dedupe_key) DO NOTHING
        """,
        kind,
        run,
        body(run, end),
        end.ended(),
        state);
  }

  private static String body(String run, RunEnd end) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("run", new Json.Text(run));
    members.put("status", new Json.Text(end.status().name()));
    end.error().ifPresent(code -> members.put("error", new Json.Text(code.name())));
    members.put("message", new Json.Text(Sql.storable(end.message())));
    members.put("planned", number(end.counts().planned()));
    members.put("delivered", number(end.counts().delivered()));
    members.put("deadLettered", number(end.counts().deadLettered()));
    members.put("sourceRejected", number(end.counts().sourceRejected()));
    members.put("pending", number(end.counts().pending()));
    members.put("blocked", new Json.Bool(end.blocks()));
    return new Json.Obj(members).text();
  }

  private static Json number(long value) {
    return new Json.Num(BigDecimal.valueOf(value));
  }
}
