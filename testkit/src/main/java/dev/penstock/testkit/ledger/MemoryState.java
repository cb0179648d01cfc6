package dev.penstock.testkit.ledger;

import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.run.DeadLetter;
import dev.penstock.engine.run.Doubt;
import dev.penstock.engine.run.LetterSchedule;
import dev.penstock.engine.run.RunEnd;
import dev.penstock.engine.run.SyncIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The held state of a sync in memory: its lease, its pointer, its letters. Used by one thread. */
final class MemoryState {
  final String id;
  final long seed;
  SyncIdentity identity;
  long generation;
  long held;
  Optional<ErrorCode> blocked = Optional.empty();
  Optional<MemoryRun> unfinished = Optional.empty();
  final Map<KeyHash, MemoryLetter> live = new TreeMap<>();
  final List<MemoryLetter> closed = new ArrayList<>();
  List<Doubt> doubts = List.of();
  Optional<MemoryRun> lastStopped = Optional.empty();
  String lastRun = "";
  Optional<ErrorCode> lastError = Optional.empty();
  boolean afterReset;

  long epoch;
  String owner = "";
  Optional<String> dataFolder = Optional.empty();
  boolean released = true;

  /** A process that lives renews by itself: its lease ends only when the process does. */
  Instant expires = Instant.MAX;

  MemoryState(String id, long seed, SyncIdentity identity) {
    this.id = id;
    this.seed = seed;
    this.identity = identity;
  }

  StateRef ref(String ledger) {
    return new StateRef(id, generation, ledger, seed);
  }

  void keep(List<DeadLetter> letters, String run, Instant now, LetterSchedule schedule, Ids ids) {
    Map<KeyHash, DeadLetter> latest = new LinkedHashMap<>();
    letters.forEach(letter -> latest.put(letter.key(), letter));
    for (DeadLetter letter : latest.values()) {
      MemoryLetter known = live.get(letter.key());
      live.put(
          letter.key(),
          known == null
              ? MemoryLetter.first(ids.next(), letter, run, now, schedule)
              : known.again(letter, run, now, schedule));
    }
  }

  void doubt(List<Doubt> more) {
    doubts = Stream.concat(doubts.stream(), more.stream()).toList();
  }

  /** Makes the ids of letters. */
  @FunctionalInterface
  interface Ids {
    String next();
  }

  void end(RunEnd end) {
    lastError = end.error();
    generation = end.generation();
    held = end.held();
    if (end.blocks()) {
      blocked = Optional.of(end.error().orElse(ErrorCode.INTERNAL));
    }
    close(end.resolved(), "resolved");
    close(end.superseded(), "superseded");
    doubts = end.doubts();
    unfinished = Optional.empty();
  }

  private void close(List<KeyHash> keys, String status) {
    for (KeyHash key : keys) {
      MemoryLetter letter = live.get(key);
      if (letter != null && !letter.forever()) {
        live.remove(key);
        closed.add(letter.closed(status));
      }
    }
  }

  /** Everything open closes: the state is given up. */
  void forget(Instant now) {
    epoch++;
    unfinished.ifPresent(run -> run.cancel(now));
    unfinished = Optional.empty();
    live.values().forEach(letter -> closed.add(letter.closed("superseded")));
    live.clear();
    doubts = List.of();
  }
}
