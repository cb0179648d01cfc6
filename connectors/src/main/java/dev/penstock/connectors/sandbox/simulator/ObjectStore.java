package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The records that the destination holds, by object and key. Guarded by its owner's lock. */
final class ObjectStore {
  /** Enough for a million typical records; a full store refuses instead of dying. */
  static final long BYTES_MAX = 256L << 20;

  private final Level level;
  private final NavigableMap<String, Table> tables = new TreeMap<>();
  private long bytes;

  ObjectStore(Level level) {
    this.level = level;
  }

  private static final class Table {
    final NavigableMap<String, Row> rows = new TreeMap<>();
    long version;
  }

  private static final class Row {
    long version;
    final List<byte[]> payloads = new ArrayList<>(1);
  }

  /** What a write did: {@code equal} when the store already held exactly this. */
  record Written(boolean effect, boolean equal, String code) {}

  Written write(String object, Arrival arrival) {
    if (bytes + arrival.payload().length() > BYTES_MAX) {
      return new Written(false, false, "store_full");
    }
    Table table = tables.computeIfAbsent(object, name -> new Table());
    return switch (level) {
      case D -> append(table, arrival);
      case A, B, C ->
          switch (arrival.op()) {
            case UPSERT -> upsert(table, arrival);
            case DELETE -> delete(table, arrival);
          };
    };
  }

  private Written append(Table table, Arrival arrival) {
    Row row = table.rows.computeIfAbsent(arrival.key(), key -> new Row());
    boolean equal = !row.payloads.isEmpty() && holds(row.payloads.getLast(), arrival.payload());
    row.payloads.add(arrival.payload().copy());
    row.version = ++table.version;
    bytes += arrival.payload().length();
    return new Written(true, equal, "");
  }

  private Written upsert(Table table, Arrival arrival) {
    Row row = table.rows.get(arrival.key());
    boolean equal = row != null && holds(row.payloads.getFirst(), arrival.payload());
    if (equal && level != Level.C) {
      return new Written(false, true, "");
    }
    if (row == null) {
      row = new Row();
      table.rows.put(arrival.key(), row);
    } else {
      bytes -= row.payloads.removeFirst().length;
    }
    row.payloads.add(arrival.payload().copy());
    row.version = ++table.version;
    bytes += arrival.payload().length();
    return new Written(true, equal, "");
  }

  private Written delete(Table table, Arrival arrival) {
    Row row = table.rows.remove(arrival.key());
    if (row == null) {
      return new Written(false, false, "not_found");
    }
    table.version++;
    bytes -= row.payloads.getFirst().length;
    return new Written(true, false, "");
  }

  private static boolean holds(byte[] held, Arrival.Payload payload) {
    return Arrays.equals(held, 0, held.length, payload.bytes, payload.from, payload.to);
  }

  Optional<SimulatedRecord> record(String object, String key) {
    Table table = tables.get(object);
    Row row = table == null ? null : table.rows.get(key);
    return row == null ? Optional.empty() : Optional.of(record(object, key, row));
  }

  private static SimulatedRecord record(String object, String key, Row row) {
    var payloads = new ArrayList<String>(row.payloads.size());
    for (byte[] payload : row.payloads) {
      payloads.add(new String(payload, StandardCharsets.UTF_8));
    }
    return new SimulatedRecord(object, key, row.version, payloads);
  }

  /** Up to {@code limit} records with keys behind {@code after}, in the order of keys. */
  List<SimulatedRecord> list(String object, String after, int limit) {
    Table table = tables.get(object);
    var found = new ArrayList<SimulatedRecord>();
    if (table != null) {
      for (var entry : table.rows.tailMap(after, false).entrySet()) {
        if (found.size() == limit) {
          break;
        }
        found.add(record(object, entry.getKey(), entry.getValue()));
      }
    }
    return found;
  }

  /** How many records each object has. */
  SortedMap<String, Integer> sizes() {
    var sizes = new TreeMap<String, Integer>();
    tables.forEach((name, table) -> sizes.put(name, table.rows.size()));
    return sizes;
  }

  void clear() {
    tables.clear();
    bytes = 0;
  }
}
