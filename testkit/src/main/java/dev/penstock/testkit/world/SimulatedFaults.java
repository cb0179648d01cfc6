package dev.penstock.testkit.world;

import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.testkit.world.SimulatedRequests.Reaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws what the tool does with each request. */
final class SimulatedFaults {
  private static final Duration QUOTA_WINDOW = Duration.ofSeconds(40);

  private final SimulatedTool tool;
  private final Timeline timeline;
  private final Random random;
  private final boolean atomic;
  private final Duration lateMax;
  private double rate;
  private boolean loginExpired;
  private boolean down;
  private Instant maintenanceFrom = Instant.MAX;
  private Instant maintenanceTo = Instant.MAX;
  private int quota = Integer.MAX_VALUE;
  private int quotaUsed;
  private Instant quotaUntil = Instant.MIN;
  private int weather;
  private long unknowns;

  /**
   * @param atomic a bad record has its whole batch refused, and nothing of it is stored
   * @param lateMax how long after a request timed out it may still take effect
   */
  SimulatedFaults(
      SimulatedTool tool, Timeline timeline, Random random, boolean atomic, Duration lateMax) {
    this.tool = tool;
    this.timeline = timeline;
    this.random = random;
    this.atomic = atomic;
    this.lateMax = lateMax;
  }

  void heal() {
    rate = 0;
    loginExpired = false;
    down = false;
    maintenanceFrom = Instant.MAX;
    quota = Integer.MAX_VALUE;
    weather++;
  }

  void rate(double share) {
    rate = share;
  }

  void expireLogin() {
    loginExpired = true;
  }

  /** The same in the middle of what is under way then, unless the weather has changed before. */
  void expireLoginIn(Duration time) {
    int now = weather;
    timeline.in(time, () -> loginExpired |= weather == now);
  }

  void goDown() {
    down = true;
  }

  /** The tool is looked after between two times, and says how long that will take. */
  void maintain(Duration in, Duration length) {
    maintenanceFrom = timeline.now().plus(in);
    maintenanceTo = maintenanceFrom.plus(length);
  }

  /** So many requests are taken in a window, which begins with the first of them. */
  void allow(int requests) {
    quota = requests;
    quotaUntil = Instant.MIN;
  }

  /**
   * Records whose answer was lost, or whose request was carried out twice: so many repeats may be
   * excused at an append-only tool.
   */
  long unknowns() {
    return unknowns;
  }

  Reaction react(Batch batch) {
    Duration latency = Duration.ofMillis(5 + random.nextInt(200));
    if (loginExpired) {
      return answer(latency, batch, new Outcome.Retryable(failure(ErrorCode.AUTH_EXPIRED, 401)));
    }
    if (down) {
      return answer(latency, batch, new Outcome.Retryable(failure(ErrorCode.DESTINATION_DOWN, 0)));
    }
    Instant now = timeline.now();
    if (!now.isBefore(maintenanceFrom) && now.isBefore(maintenanceTo)) {
      Failure maintained = failure(ErrorCode.DESTINATION_DOWN, 503);
      return answer(latency, batch, wait(maintained, Duration.between(now, maintenanceTo)));
    }
    if (isOverQuota(now)) {
      Failure used = failure(ErrorCode.RATE_LIMITED, 429);
      return answer(latency, batch, wait(used, Duration.between(now, quotaUntil)));
    }
    if (random.nextDouble() >= rate) {
      return new Reaction(latency, () -> apply(batch, batch.size()));
    }
    return switch (random.nextInt(8)) {
      case 0 ->
          answer(latency, batch, new Outcome.Retryable(failure(ErrorCode.DESTINATION_DOWN, 503)));
      case 1 ->
          answer(
              latency,
              batch,
              wait(
                  failure(ErrorCode.RATE_LIMITED, 429),
                  Duration.ofSeconds(1 + random.nextInt(random.nextInt(10) == 0 ? 4000 : 20))));
      case 2 -> lost(batch, 0);
      case 3 -> lost(batch, batch.size());
      case 4 -> lost(batch, random.nextInt(batch.size() + 1));
      case 5 -> late(batch);
      case 6 -> {
        unknowns += batch.size();
        yield new Reaction(
            latency,
            () -> {
              apply(batch, batch.size());
              return apply(batch, batch.size());
            });
      }
      default -> lying(latency, batch);
    };
  }

  private boolean isOverQuota(Instant now) {
    if (!now.isBefore(quotaUntil)) {
      quotaUntil = now.plus(QUOTA_WINDOW);
      quotaUsed = 0;
    }
    return ++quotaUsed > quota;
  }

  /** In whole seconds, as a tool says it. */
  private static Outcome wait(Failure failure, Duration time) {
    return new Outcome.Retryable(
        failure.after(Duration.ofSeconds(time.plusMillis(999).toSeconds())));
  }

  private static Failure failure(ErrorCode code, int status) {
    return Failure.of(code, status, "simulated");
  }

  private static Reaction answer(Duration latency, Batch batch, Outcome outcome) {
    return new Reaction(latency, () -> Outcome.all(batch, outcome));
  }

  /** The first records take effect, the answer is lost. */
  private Reaction lost(Batch batch, int applied) {
    unknowns += batch.size();
    return new Reaction(
        Duration.ofSeconds(1),
        () -> {
          apply(batch, applied);
          return Outcome.all(batch, new Outcome.Unknown(Failure.of(ErrorCode.AMBIGUOUS, "lost")));
        });
  }

  /** The request times out, and takes effect some time after that. */
  private Reaction late(Batch batch) {
    unknowns += batch.size();
    timeline.in(
        Duration.ofSeconds(1).plusMillis(random.nextLong(lateMax.toMillis())),
        () -> apply(batch, batch.size()));
    return answer(
        Duration.ofSeconds(1),
        batch,
        new Outcome.Unknown(Failure.of(ErrorCode.AMBIGUOUS, "timed out")));
  }

  /** An answer about another number of records. */
  private Reaction lying(Duration latency, Batch batch) {
    unknowns += batch.size();
    return new Reaction(
        latency,
        () -> {
          List<Outcome> outcomes = new ArrayList<>(apply(batch, batch.size()));
          if (random.nextBoolean()) {
            outcomes.addFirst(Outcome.ACCEPTED);
          } else {
            outcomes.removeLast();
          }
          return outcomes;
        });
  }

  private List<Outcome> apply(Batch batch, int count) {
    boolean anyBad = false;
    for (int i = 0; i < batch.size(); i++) {
      anyBad |= SimulatedTool.isBad(batch, i);
    }
    Failure refusal = failure(ErrorCode.FIELD_INVALID, 422);
    if (anyBad && atomic) {
      return Outcome.all(batch, new Outcome.Rejected(refusal.in(Scope.BATCH)));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      boolean bad = SimulatedTool.isBad(batch, i);
      if (!bad && i < count) {
        tool.apply(batch, i);
      }
      outcomes.add(bad ? new Outcome.Rejected(refusal.onField("email")) : Outcome.ACCEPTED);
    }
    return outcomes;
  }
}
