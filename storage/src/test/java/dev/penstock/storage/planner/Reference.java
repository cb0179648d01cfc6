package dev.penstock.storage.planner;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.diff.Decision;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The protocol once more, in maps and lists, to compare the planner with. Values are compared as
 * values, not as hashes.
 */
final class Reference {
  /** A record as a mapping version sees it. */
  record Value(long version, List<String> cells) {}

  record Letter(Optional<Value> target, boolean due, boolean forever) {
    boolean suppresses(Optional<Value> wanted) {
      return forever || (!due && target.equals(wanted));
    }
  }

  record Entry(Optional<Value> confirmed, boolean doubt, Optional<Letter> letter) {
    static final Entry NOTHING = new Entry(Optional.empty(), false, Optional.empty());

    boolean isNothing() {
      return confirmed.isEmpty() && !doubt && letter.isEmpty();
    }
  }

  record Row(@Nullable String key, Map<String, String> cells, boolean oversize) {}

  record Ended(Disposition disposition, boolean doubt, boolean forever) {}

  final TreeMap<String, Entry> entries = new TreeMap<>();

  /** What one run must find. */
  static final class Found {
    final TreeMap<String, Decision> decisions = new TreeMap<>();
    final TreeMap<String, Value> targets = new TreeMap<>();
    final TreeMap<String, Row> rows = new TreeMap<>();
    long read;
    long nullKeys;
    long duplicateKeys;
    long oversizeRows;
    long gone;
    long suppressedGone;

    long count(Decision decision) {
      return decisions.values().stream().filter(d -> d == decision).count();
    }
  }

  /** What settling must say. */
  static final class Settled {
    final TreeSet<String> resolved = new TreeSet<>();
    final TreeSet<String> superseded = new TreeSet<>();
    long added;
    long removed;
  }

  Found find(
      List<Row> rows, PrefixMapping mapping, Selection selection, boolean fromNow, boolean whole) {
    var found = new Found();
    Map<String, List<Row>> byKey = new TreeMap<>();
    boolean allReadable = true;
    for (Row row : rows) {
      found.read++;
      if (row.key() == null) {
        found.nullKeys++;
      } else if (row.key().length() > ModelBasedTest.KEY_MAX) {
        found.oversizeRows++;
        allReadable = false;
      } else {
        byKey.computeIfAbsent(row.key(), _ -> new ArrayList<>()).add(row);
      }
    }
    byKey.forEach(
        (key, same) -> {
          if (same.size() > 1) {
            found.duplicateKeys += same.size();
          } else if (same.getFirst().oversize()) {
            found.oversizeRows++;
          } else {
            Value value = value(same.getFirst(), mapping);
            found.targets.put(key, value);
            found.rows.put(key, same.getFirst());
            found.decisions.put(
                key, present(key, same.getFirst(), value, mapping, selection, fromNow));
          }
        });
    if (whole && allReadable) {
      entries.forEach(
          (key, entry) -> {
            if (!byKey.containsKey(key)) {
              gone(found, key, entry, selection, fromNow);
            }
          });
    }
    return found;
  }

  static Value value(Row row, PrefixMapping mapping) {
    return new Value(
        mapping.version(), mapping.names().stream().sorted().map(row.cells()::get).toList());
  }

  private Decision present(
      String key,
      Row row,
      Value value,
      PrefixMapping mapping,
      Selection selection,
      boolean fromNow) {
    Entry entry = entries.getOrDefault(key, Entry.NOTHING);
    Decision decision = wanted(entry, row, value, mapping, selection, fromNow);
    if (decision.isSent()
        && entry.letter().isPresent()
        && entry.letter().get().suppresses(Optional.of(value))) {
      return Decision.SUPPRESSED;
    }
    if (decision == Decision.UNCHANGED
        && entry.letter().isPresent()
        && !entry.letter().get().forever()) {
      return Decision.UNCHANGED_UNPARK;
    }
    return decision;
  }

  private static Decision wanted(
      Entry entry,
      Row row,
      Value value,
      PrefixMapping mapping,
      Selection selection,
      boolean fromNow) {
    if (fromNow) {
      return Decision.SETTLE;
    }
    boolean absent = entry.confirmed().isEmpty();
    if (entry.doubt()) {
      if (!selection.added() && !selection.updated()) {
        return Decision.SETTLE;
      }
      return absent ? Decision.UNSETTLED_ADDED : Decision.UNSETTLED_UPDATED;
    }
    if (absent) {
      return selection.added() ? Decision.ADDED : Decision.SETTLE;
    }
    Value confirmed = entry.confirmed().get();
    if (confirmed.equals(value)) {
      return Decision.UNCHANGED;
    }
    PrefixMapping older = ModelBasedTest.mapping(confirmed.version());
    boolean samePayload =
        older.version() != mapping.version()
            && value(row, older).equals(confirmed)
            && payload(row, older).equals(payload(row, mapping));
    return samePayload || !selection.updated() ? Decision.SETTLE : Decision.UPDATED;
  }

  private static String payload(Row row, PrefixMapping mapping) {
    var text = new StringBuilder();
    for (String name : mapping.names()) {
      String cell = String.valueOf(row.cells().get(name));
      text.append('"').append(cell, 0, Math.min(mapping.letters(), cell.length())).append('"');
    }
    return text.toString();
  }

  private static void gone(
      Found found, String key, Entry entry, Selection selection, boolean fromNow) {
    boolean counts = entry.confirmed().isPresent() || entry.doubt();
    if (counts) {
      found.gone++;
    }
    if (!counts || !selection.deleted() || fromNow) {
      found.decisions.put(key, Decision.DROP);
    } else if (entry.letter().isPresent() && entry.letter().get().suppresses(Optional.empty())) {
      found.suppressedGone++;
    } else {
      found.decisions.put(key, Decision.DELETED);
    }
  }

  Settled settle(Found found, Map<String, Ended> ends) {
    var settled = new Settled();
    found.decisions.forEach(
        (key, decision) -> {
          Entry before = entries.getOrDefault(key, Entry.NOTHING);
          Entry after = after(before, found.targets.get(key), decision, ends.get(key));
          count(settled, key, decision, before, after);
          if (after.isNothing()) {
            entries.remove(key);
          } else {
            entries.put(key, after);
          }
        });
    return settled;
  }

  private static void count(
      Settled settled, String key, Decision decision, Entry before, Entry after) {
    if (before.letter().isPresent() && after.letter().isEmpty()) {
      (decision.isSent() ? settled.resolved : settled.superseded).add(key);
    }
    if (before.confirmed().isEmpty() && after.confirmed().isPresent()) {
      settled.added++;
    }
    if (before.confirmed().isPresent() && after.confirmed().isEmpty()) {
      settled.removed++;
    }
  }

  private static Entry after(
      Entry before, @Nullable Value target, Decision decision, @Nullable Ended end) {
    Optional<Letter> forGood = before.letter().filter(Letter::forever);
    Optional<Value> value = Optional.ofNullable(target);
    return switch (decision) {
      case UNCHANGED, SUPPRESSED -> before;
      case UNCHANGED_UNPARK -> new Entry(before.confirmed(), before.doubt(), Optional.empty());
      case SETTLE -> new Entry(value, false, forGood);
      case DROP -> new Entry(Optional.empty(), false, forGood);
      case ADDED, UPDATED, UNSETTLED_ADDED, UNSETTLED_UPDATED, DELETED -> {
        Ended ended = java.util.Objects.requireNonNull(end);
        boolean doubt = before.doubt() || ended.doubt();
        yield switch (ended.disposition()) {
          case NONE -> new Entry(before.confirmed(), doubt, before.letter());
          case DELIVERED, SKIPPED -> new Entry(value, false, Optional.empty());
          case DEAD_LETTERED ->
              new Entry(
                  before.confirmed(),
                  doubt,
                  Optional.of(new Letter(value, false, ended.forever())));
        };
      }
    };
  }
}
