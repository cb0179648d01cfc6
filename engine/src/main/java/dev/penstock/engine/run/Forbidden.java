package dev.penstock.engine.run;

import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a bare 403 is about: the access of all, or this one record? HTTP does not say, so it is
 * taken for the access until a request that began later was taken. Without that, one record that
 * may not be touched would hold a sync for ever; with less, a lost permission would make dead
 * letters of good records. Used by the run's coordinator.
 */
final class Forbidden {
  private static final int STATUS = 403;

  /** So many requests in a row, none taken before: nobody would call that a matter of records. */
  private static final int AT_FIRST = 3;

  /** Once requests were taken, records that are forbidden may well stand side by side. */
  private static final int LATER = 50;

  /** The last record of a run has nothing behind it; so often refused, with waits, is enough. */
  private static final int REFUSED_ALONE = 3;

  private final boolean divisible;
  private final Origins origins;
  private final Map<Integer, Asked> asked = new HashMap<>();
  private Instant lastTaken = Instant.MIN;
  private int inARow;

  /** A batch that was refused, since when and how often. */
  private record Asked(Instant since, int times) {}

  /**
   * The judge of a run.
   *
   * @param divisible whether a request that is refused as a whole stored nothing
   */
  Forbidden(boolean divisible, Origins origins) {
    this.divisible = divisible;
    this.origins = origins;
  }

  /** The outcomes as they are to be understood. */
  List<Outcome> read(Attempt attempt, List<Outcome> outcomes) {
    Batch batch = attempt.batch();
    if (!outcomes.stream().allMatch(Forbidden::isBare)) {
      asked.remove(batch.number());
      taken(attempt, outcomes);
      return outcomes;
    }
    Failure failure = ((Outcome.Retryable) outcomes.getFirst()).failure();
    if (batch.records().stream().allMatch(record -> origins.hasLetter(record.key()))) {
      return refused(batch, failure, batch.size() > 1 ? Scope.BATCH : Scope.RECORD);
    }
    inARow++;
    if (inARow >= (hasTaken() ? LATER : AT_FIRST) || (batch.size() > 1 && !divisible)) {
      return outcomes;
    }
    if (batch.size() > 1) {
      return refused(batch, failure, Scope.BATCH);
    }
    Asked before = asked.getOrDefault(batch.number(), new Asked(attempt.started(), 0));
    var now = new Asked(before.since(), before.times() + 1);
    boolean passedBy = lastTaken.isAfter(now.since());
    boolean alone = hasTaken() && now.times() >= REFUSED_ALONE && inARow == now.times();
    if (now.times() > 1 && (passedBy || alone)) {
      asked.remove(batch.number());
      return refused(batch, failure, Scope.RECORD);
    }
    asked.put(batch.number(), now);
    return Outcome.all(batch, new Outcome.Retryable(failure.in(Scope.RECORD)));
  }

  private boolean hasTaken() {
    return lastTaken.isAfter(Instant.MIN);
  }

  private void taken(Attempt attempt, List<Outcome> outcomes) {
    if (outcomes.stream().anyMatch(Forbidden::speaksOfARecord)) {
      inARow = 0;
      lastTaken = attempt.started().isAfter(lastTaken) ? attempt.started() : lastTaken;
    }
  }

  /** Who looks at records has let us in. */
  private static boolean speaksOfARecord(Outcome outcome) {
    return outcome instanceof Outcome.Accepted
        || outcome instanceof Outcome.Skipped
        || outcome instanceof Outcome.Rejected;
  }

  private static boolean isBare(Outcome outcome) {
    return outcome instanceof Outcome.Retryable(Failure failure)
        && failure.code() == ErrorCode.AUTH_FORBIDDEN
        && failure.status() == STATUS;
  }

  private static List<Outcome> refused(Batch batch, Failure failure, Scope scope) {
    Failure ofIt = Failure.of(ErrorCode.FIELD_FORBIDDEN, failure.status(), failure.theirs());
    return Outcome.all(batch, new Outcome.Rejected(ofIt.in(scope)));
  }
}
