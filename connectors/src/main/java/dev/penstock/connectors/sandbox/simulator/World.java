package dev.penstock.connectors.sandbox.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Everything the destination knows: its records, the keys it has seen, the oracle. One lock makes
 * the order of effects equal to the order of the log. For any number of threads.
 */
final class World {
  private final ReentrantLock lock = new ReentrantLock();
  private final Level level;
  private final OracleMode mode;
  private final long startNanos = System.nanoTime();
  private final ObjectStore store;
  private final OracleLog log;
  private final SeenKeys idempotencyKeys = new SeenKeys();
  private final SeenKeys changes = new SeenKeys();
  private final ReceivedHashes received = new ReceivedHashes();
  final Tallies tallies = new Tallies();

  World(Level level, OracleSettings oracle) throws IOException {
    this.level = level;
    mode = oracle.mode();
    store = new ObjectStore(level);
    log = new OracleLog(oracle);
  }

  OracleMode mode() {
    return mode;
  }

  Level level() {
    return level;
  }

  /** Nanoseconds since the start. */
  long now() {
    return System.nanoTime() - startNanos;
  }

  long sinceStart(long nanoTime) {
    return nanoTime - startNanos;
  }

  /**
   * Applies the records as the course says, decides the status from what became of them and writes
   * the oracle's entries: all of it before anybody can see the answer.
   */
  List<Verdict> process(
      Visit visit, List<Arrival> arrivals, Course course, ToIntFunction<List<Verdict>> status) {
    lock.lock();
    try {
      var verdicts = new ArrayList<Verdict>(arrivals.size());
      var second = new ArrayList<Verdict>();
      for (int i = 0; i < arrivals.size(); i++) {
        RecordError error = course.errors().getOrDefault(i, RecordError.NONE);
        if (!error.isNone()) {
          verdicts.add(Verdict.refused(error));
        } else if (!course.application().now()) {
          verdicts.add(Verdict.UNTOUCHED);
        } else {
          verdicts.add(apply(visit, arrivals.get(i), i, false));
          if (course.application() == Application.TWICE) {
            second.add(apply(visit, arrivals.get(i), i, true));
          }
        }
      }
      int answered = status.applyAsInt(verdicts);
      account(visit, arrivals, verdicts, answered, course.fault());
      if (!second.isEmpty()) {
        account(visit, arrivals, second, answered, course.fault());
      }
      log.flush();
      return verdicts;
    } finally {
      lock.unlock();
    }
  }

  /** Applies records whose connection is long gone. */
  void applyLate(Visit visit, List<Arrival> arrivals, String fault) {
    lock.lock();
    try {
      var verdicts = new ArrayList<Verdict>(arrivals.size());
      for (int i = 0; i < arrivals.size(); i++) {
        verdicts.add(apply(visit, arrivals.get(i), i, false));
      }
      account(visit, arrivals, verdicts, 0, fault);
      log.flush();
    } finally {
      lock.unlock();
    }
  }

  private Verdict apply(Visit visit, Arrival arrival, int position, boolean forced) {
    if (!arrival.refusal().isEmpty()) {
      return Verdict.refused(RecordError.of(arrival.refusal()));
    }
    boolean tracks = mode == OracleMode.FULL || level == Level.A;
    String seenKey = tracks ? qualified(visit, arrival.idempotencyKey(), position) : "";
    String answered = seenKey.isEmpty() ? null : idempotencyKeys.codeOf(seenKey);
    if (answered != null && level == Level.A && !forced) {
      return new Verdict(false, true, RecordError.of(answered));
    }
    boolean known = isKnown(visit, arrival, answered);
    ObjectStore.Written written = write(visit, arrival);
    if (!written.code().equals("store_full")) {
      remember(visit, arrival, seenKey, written.code());
    }
    boolean named = !arrival.change().isEmpty() || !arrival.idempotencyKey().isEmpty();
    boolean repeat = known || (!named && written.equal());
    return new Verdict(written.effect(), repeat, RecordError.of(written.code()));
  }

  private ObjectStore.Written write(Visit visit, Arrival arrival) {
    if (arrival.key().isEmpty()) {
      return new ObjectStore.Written(true, false, "");
    }
    if (!visit.webhook() || mode == OracleMode.FULL) {
      return store.write(visit.object(), arrival);
    }
    if (mode == OracleMode.OFF) {
      return new ObjectStore.Written(false, false, "");
    }
    byte[] key = arrival.key().getBytes(StandardCharsets.UTF_8);
    var payload = arrival.payload();
    boolean equal =
        received.hadEqual(
            keyHash(visit.object(), key, 0, key.length),
            ReceivedHashes.hash(payload.bytes, payload.from, payload.to));
    return new ObjectStore.Written(changes(equal), equal, "");
  }

  /** Whether a write has an effect at this level, given that the same was there already. */
  private boolean changes(boolean equal) {
    return switch (level) {
      case A, B -> !equal;
      case C, D -> true;
    };
  }

  private boolean isKnown(Visit visit, Arrival arrival, @Nullable String answered) {
    if (answered != null) {
      return true;
    }
    return mode == OracleMode.FULL
        && !arrival.change().isEmpty()
        && changes.codeOf(visit.object() + '\n' + arrival.change()) != null;
  }

  private void remember(Visit visit, Arrival arrival, String seenKey, String code) {
    if (!seenKey.isEmpty()) {
      idempotencyKeys.remember(seenKey, code);
    }
    if (mode == OracleMode.FULL && !arrival.change().isEmpty()) {
      changes.remember(visit.object() + '\n' + arrival.change(), code);
    }
  }

  /** A webhook's key covers its whole request, so there the position tells records apart. */
  private static String qualified(Visit visit, String key, int position) {
    if (key.isEmpty()) {
      return "";
    }
    return visit.object() + '\n' + key + (visit.webhook() ? "\n" + position : "");
  }

  private void account(
      Visit visit, List<Arrival> arrivals, List<Verdict> verdicts, int status, String fault) {
    long now = now();
    for (int i = 0; i < verdicts.size(); i++) {
      Verdict verdict = verdicts.get(i);
      tallies.records.increment();
      tallies.effects.add(verdict.effect() ? 1 : 0);
      tallies.repeats.add(verdict.repeat() ? 1 : 0);
      tallies.unkeyed.add(arrivals.get(i).key().isEmpty() ? 1 : 0);
      if (mode == OracleMode.FULL) {
        log.append(visit, arrivals.get(i), verdict, status, fault, now);
      }
    }
  }

  /** The short way of counting mode: the webhook records of one request, no entries. */
  void count(int records, int unkeyed, long[] pairs, int length) {
    int equal = received.countEqual(pairs, length);
    tallies.records.add(records);
    tallies.unkeyed.add(unkeyed);
    tallies.repeats.add(equal);
    tallies.effects.add(records - (changes(true) ? 0 : equal));
  }

  static long keyHash(String object, byte[] bytes, int from, int to) {
    return ReceivedHashes.hash(bytes, from, to) + object.hashCode() * 0x9E3779B97F4A7C15L;
  }

  Optional<SimulatedRecord> record(String object, String key) {
    return locked(() -> store.record(object, key));
  }

  List<SimulatedRecord> list(String object, String after, int limit) {
    return locked(() -> store.list(object, after, limit));
  }

  SortedMap<String, Integer> sizes() {
    return locked(store::sizes);
  }

  List<OracleEntry> entries() {
    return locked(log::entries);
  }

  List<OracleEntry> entriesFrom(long from, int limit) {
    return locked(() -> log.entriesFrom(from, limit));
  }

  void reset() {
    lock.lock();
    try {
      store.clear();
      log.clear();
      idempotencyKeys.clear();
      changes.clear();
      received.clear();
      tallies.reset();
    } finally {
      lock.unlock();
    }
  }

  void close() throws IOException {
    lock.lock();
    try {
      log.close();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
