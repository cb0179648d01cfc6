package dev.penstock.server.crash;

import dev.penstock.connectors.sandbox.simulator.OracleEntry;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.RunRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sender's account beside the destination's: what should be there and what is, what was counted
 * and what truly arrived.
 *
 * @param lost rows of the model that the destination does not hold
 * @param stale rows that it holds with another value
 * @param phantoms records that it holds and the model does not
 * @param falselyDelivered changes counted as delivered that never arrived, by kind
 * @param uncounted changes that arrived and that nobody counted as delivered
 * @param repeats arrivals of a change beyond its first
 * @param repeatedEffects how many of these changed the destination again
 */
record Account(
    long lost,
    long stale,
    long phantoms,
    long falselyDelivered,
    long uncounted,
    long repeats,
    long repeatedEffects) {
  private static final JsonMapper JSON = new JsonMapper();

  /** What can be told of a change from outside. */
  private record Change(String key, String op, String hash) {}

  /** A row of the model, without its key. */
  private record Thing(String name, long revision, Optional<String> note) {}

  /**
   * Compares.
   *
   * @param runs the runs that the ledger knows since {@code mark}
   * @param mark the number of the last entry that belongs to none of them
   */
  static Account of(Scene scene, List<RunRecord> runs, long mark) {
    Map<String, Thing> model = model(scene);
    List<OracleEntry> all = scene.simulator().log();
    Set<String> keys = new HashSet<>(model.keySet());
    all.forEach(entry -> keys.add(entry.key()));
    long lost = 0;
    long stale = 0;
    long phantoms = 0;
    for (String key : keys) {
      Optional<Thing> held =
          scene
              .simulator()
              .record(scene.shape().object(), key)
              .map(record -> thing(record.payload()));
      Thing wanted = model.get(key);
      if (wanted == null) {
        phantoms += held.isPresent() ? 1 : 0;
      } else if (held.isEmpty()) {
        lost++;
      } else if (!held.get().equals(wanted)) {
        stale++;
      }
    }
    Map<Change, long[]> arrived = arrived(all, mark);
    long deletes = arrived.keySet().stream().filter(change -> change.op().equals("delete")).count();
    long upserts = arrived.size() - deletes;
    long counted = 0;
    long countedDeletes = 0;
    for (RunRecord run : runs) {
      Counts counts = run.counts();
      counted += counts.deliveredAdded() + counts.deliveredUpdated();
      countedDeletes += counts.deliveredDeleted();
    }
    return new Account(
        lost,
        stale,
        phantoms,
        Math.max(0, counted - upserts) + Math.max(0, countedDeletes - deletes),
        Math.max(0, upserts - counted) + Math.max(0, deletes - countedDeletes),
        arrived.values().stream().mapToLong(times -> times[0] - 1).sum(),
        arrived.values().stream().mapToLong(times -> Math.max(0, times[1] - 1)).sum());
  }

  /** Arrivals and effects of each change since the mark. */
  private static Map<Change, long[]> arrived(List<OracleEntry> entries, long mark) {
    Map<Change, long[]> arrived = new HashMap<>();
    for (OracleEntry entry : entries) {
      boolean taken = entry.code().isEmpty() || entry.code().equals("not_found");
      if (entry.number() > mark && taken && entry.status() < 300) {
        // What a delete carries besides its key is not compared by anybody.
        String hash = entry.op().equals("delete") ? "" : entry.hash();
        long[] times =
            arrived.computeIfAbsent(new Change(entry.key(), entry.op(), hash), _ -> new long[2]);
        times[0]++;
        times[1] += entry.effect() ? 1 : 0;
      }
    }
    return arrived;
  }

  private static Map<String, Thing> model(Scene scene) {
    Map<String, Thing> model = new HashMap<>();
    try (Connection connection = Servers.connect(Servers.WAREHOUSE);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT id, name, revision, note FROM " + scene.table())) {
      while (rows.next()) {
        model.put(
            Objects.requireNonNull(rows.getString(1)),
            new Thing(
                Objects.requireNonNull(rows.getString(2)),
                rows.getLong(3),
                Optional.ofNullable(rows.getString(4))));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return model;
  }

  private static Thing thing(String payload) {
    JsonNode json = JSON.readTree(payload);
    JsonNode note = json.path("note");
    return new Thing(
        json.path("name").asString(""),
        json.path("revision").asLong(-1),
        note.isString() ? Optional.of(note.stringValue()) : Optional.empty());
  }

  boolean isRight() {
    return lost + stale + phantoms + falselyDelivered + uncounted + repeatedEffects == 0;
  }
}
