package dev.penstock.testkit.ledger;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.DeadLetter;
import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.Doubt;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.LetterSchedule;
import dev.penstock.engine.run.Mass;
import dev.penstock.engine.run.OpenedBatch;
import dev.penstock.engine.run.Progress;
import dev.penstock.engine.run.RunEnd;
import dev.penstock.engine.run.RunStart;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.engine.run.SyncIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What the stories about ledgers are told with. An implementation gives each test a store of its
 * own, which several processes share.
 */
public abstract class LedgerFixture {
  protected static final SyncIdentity CONTACTS =
      new SyncIdentity("shop", "crm-contacts", "sandbox/a", "upsert");

  protected Instant now = Instant.parse("2026-03-01T08:00:00Z");
  protected final InstantSource clock = () -> now;
  private int runs;

  /** A process's view of the test's store; it holds the lock of that data folder, if any. */
  protected abstract Ledger process(String name, Optional<String> dataFolder);

  protected abstract History history();

  /** All owners were unreachable for longer than a lease lives. */
  protected abstract void expireLeases();

  protected abstract Decisions decisions();

  /** A person's decision about the open letter of a key. */
  protected void discard(SyncIdentity sync, RowKey key, boolean forever) {
    LetterFilter filter = LetterFilter.open(Optional.of(sync.sync()));
    List<String> ids =
        history().letters(sync.project(), filter, Integer.MAX_VALUE).stream()
            .filter(letter -> letter.row().equals(key))
            .map(History.Letter::id)
            .toList();
    decisions().discard(sync.project(), ids, forever, "as told", "ada");
  }

  /** What people are to be told, as {@code kind:run}. */
  protected abstract List<String> notices();

  protected Ledger process(String name) {
    return process(name, Optional.empty());
  }

  protected void pass(Duration time) {
    now = now.plus(time);
  }

  protected static void assertCode(ErrorCode code, ThrowingCallable act) {
    Assertions.assertThatExceptionOfType(PenstockException.class)
        .isThrownBy(act)
        .satisfies(e -> Assertions.assertThat(e.code()).isEqualTo(code));
  }

  /** Begins a run and returns its id. */
  protected String begin(Ledger ledger, Lease lease) {
    String id = String.format("run_%04d", ++runs);
    ledger.begin(lease, new RunStart(id, "manual", "ada", 7, "{\"@path\":\"$.a\"}", now));
    return id;
  }

  /** Begins a run whose plan has these changes. */
  protected String deliver(Ledger ledger, Lease lease, int changes) {
    String run = begin(ledger, lease);
    ledger.sealed(lease, run, plan(changes));
    return run;
  }

  /** A whole run with these dead letters. */
  protected String runWith(Ledger ledger, DeadLetter... letters) {
    Claim claim = ledger.claim(CONTACTS);
    try (Lease lease = claim.lease()) {
      String run = deliver(ledger, lease, letters.length);
      ledger.record(lease, run, letters(letters));
      ledger.end(
          lease, run, anEnd(RunStatus.PARTIAL).generation(claim.state().generation() + 1).done());
      return run;
    }
  }

  protected static PlanSummary plan(int added) {
    return new PlanSummary(
        added + 1,
        added,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        0,
        12,
        true,
        List.of(new PlanSummary.OddRow("KEY_NULL", "row 3")));
  }

  protected static Progress letters(DeadLetter... letters) {
    return new Progress(
        List.of(), List.of(letters), LetterSchedule.DEFAULT, List.of(), List.of(), 1, 0);
  }

  protected static Progress doubts(Doubt... doubts) {
    return new Progress(
        List.of(), List.of(), LetterSchedule.DEFAULT, List.of(doubts), List.of(), 1, 0);
  }

  protected static OpenedBatch batch(int number, long... sequences) {
    return new OpenedBatch(number, Kind.ADDED, sequences);
  }

  protected static KeyHash key(int n) {
    return new KeyHash(0x9000_0000_0000_0000L + n, n);
  }

  protected static Fingerprint value(int n) {
    return new Fingerprint(n, -n);
  }

  protected static DeadLetter letter(int key, int value) {
    return letter(key, value, true);
  }

  protected static DeadLetter heldLetter(int key, int value) {
    return letter(key, value, true, Failure.of(ErrorCode.AMBIGUOUS, "no answer came"));
  }

  protected static DeadLetter letter(int key, int value, boolean sent) {
    Failure refusal = Failure.of(ErrorCode.FIELD_INVALID, 422, "no such country");
    return letter(key, value, sent, refusal.onField("country"));
  }

  private static DeadLetter letter(int key, int value, boolean sent, Failure failure) {
    return new DeadLetter(
        key(key),
        RowKey.of("key-" + key),
        Kind.UPDATED,
        value(value),
        key,
        "chg_" + key + "_" + value,
        77,
        ("{\"v\":" + value + "}").getBytes(StandardCharsets.UTF_8),
        failure,
        "",
        sent,
        false);
  }

  protected Doubt doubt(int key) {
    return new Doubt(key(key), Kind.DELETED, Fingerprint.ABSENT, now.plusSeconds(35), 99, true);
  }

  protected EndBuilder anEnd(RunStatus status) {
    return new EndBuilder(status);
  }

  /** How a run ends; without more words nothing was settled. */
  protected final class EndBuilder {
    private final RunStatus status;
    private long generation;
    private Optional<ErrorCode> error = Optional.empty();
    private List<KeyHash> resolved = List.of();
    private List<KeyHash> superseded = List.of();
    private List<Doubt> doubts = List.of();
    private boolean blocks;

    EndBuilder(RunStatus status) {
      this.status = status;
    }

    public EndBuilder generation(long next) {
      generation = next;
      return this;
    }

    public EndBuilder resolving(KeyHash... keys) {
      resolved = List.of(keys);
      return this;
    }

    public EndBuilder superseding(KeyHash... keys) {
      superseded = List.of(keys);
      return this;
    }

    public EndBuilder doubting(Doubt... open) {
      doubts = new ArrayList<>(Arrays.asList(open));
      return this;
    }

    public EndBuilder blockedBy(ErrorCode code) {
      error = Optional.of(code);
      blocks = true;
      return this;
    }

    public RunEnd done() {
      return new RunEnd(
          status,
          now,
          Counts.of(plan(3)).delivered(2, 0, 0, 0, 1, 0, 0).requests(5, 1),
          List.of(),
          error,
          "as told",
          generation,
          generation * 10,
          resolved,
          superseded,
          doubts,
          Optional.empty(),
          status == RunStatus.AWAITING_APPROVAL
              ? Optional.of(new Mass(1_000, 0, 500, false))
              : Optional.empty(),
          blocks);
    }
  }
}
