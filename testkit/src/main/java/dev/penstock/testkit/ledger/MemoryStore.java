package dev.penstock.testkit.ledger;

import dev.penstock.engine.run.SyncIdentity;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What all processes share: the "database" of ledgers in memory. Used by one thread. */
final class MemoryStore {
  /** The sync that a state belongs to, for people. */
  record SyncKey(String project, String sync) {
    static SyncKey of(SyncIdentity identity) {
      return new SyncKey(identity.project(), identity.sync());
    }
  }

  /** A run with its project. */
  record ProjectRun(String project, MemoryRun run) {}

  final Map<SyncKey, MemoryState> live = new HashMap<>();
  final Map<String, MemoryState> byId = new HashMap<>();
  final List<MemoryState> states = new ArrayList<>();
  final TreeMap<String, ProjectRun> runs = new TreeMap<>();
  final List<Notice> outbox = new ArrayList<>();
  final MemoryAccounts accounts;
  final Map<SyncKey, String> paused = new HashMap<>();
  final Map<SyncKey, String> stopping = new HashMap<>();
  private long letters;

  MemoryStore(InstantSource clock) {
    accounts = new MemoryAccounts(clock);
  }

  /** What people are to be told: the kind, and the run that it is told of once. */
  record Notice(String kind, String run) {}

  Optional<MemoryState> find(SyncIdentity sync) {
    return Optional.ofNullable(live.get(SyncKey.of(sync)));
  }

  void add(MemoryState state) {
    live.put(SyncKey.of(state.identity), state);
    byId.put(state.id, state);
    states.add(state);
  }

  String nextLetter() {
    return String.format("dl_%08d", ++letters);
  }
}
