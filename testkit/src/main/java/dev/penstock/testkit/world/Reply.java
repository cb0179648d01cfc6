package dev.penstock.testkit.world;

import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import dev.penstock.testkit.world.SimulatedRequests.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the tool of a story does with one request. */
@FunctionalInterface
public interface Reply {
  /** How long an answer takes. */
  Duration LATENCY = Duration.ofMillis(50);

  /** How long it takes until a request without an answer is given up. */
  Duration TIMEOUT = Duration.ofSeconds(1);

  /** What becomes of this request; the story's tool asks when it begins. */
  Act to(StoryTool tool, Batch batch);

  /** A reaction that only this package can carry out. */
  final class Act {
    private final Reaction reaction;

    Act(Reaction reaction) {
      this.reaction = reaction;
    }

    Reaction reaction() {
      return reaction;
    }
  }

  /** Everything is stored. */
  static Reply accept() {
    return (tool, batch) -> act(LATENCY, () -> tool.store(batch, batch.size(), Outcome.ACCEPTED));
  }

  /** Each record is refused for itself, and nothing is stored. */
  static Reply refuse(int status) {
    ErrorCode code = status == 409 ? ErrorCode.DUPLICATE : ErrorCode.FIELD_INVALID;
    return all(new Outcome.Rejected(Failure.of(code, status, "refused")));
  }

  /** The request is refused as a whole, and nothing is stored. */
  static Reply refuseWhole(int status) {
    return all(
        new Outcome.Rejected(
            Failure.of(ErrorCode.FIELD_INVALID, status, "refused").in(Scope.BATCH)));
  }

  /** The tool is down. */
  static Reply unavailable() {
    return all(new Outcome.Retryable(Failure.of(ErrorCode.DESTINATION_DOWN, 503, "down")));
  }

  /** The tool wants fewer requests. */
  static Reply throttle(Duration after) {
    return all(
        new Outcome.Retryable(Failure.of(ErrorCode.RATE_LIMITED, 429, "slow down").after(after)));
  }

  /** Each record is locked for so long, and nothing is stored. */
  static Reply busy(Duration after) {
    return all(
        new Outcome.Retryable(Failure.of(ErrorCode.RECORD_LOCKED, 423, "busy").after(after)));
  }

  /** The credentials are not taken any more. */
  static Reply expiredToken() {
    return all(new Outcome.Retryable(Failure.of(ErrorCode.AUTH_EXPIRED, 401, "expired")));
  }

  /** Everything is stored, and the answer is lost. */
  static Reply loseAnswer() {
    return (tool, batch) -> act(TIMEOUT, () -> tool.store(batch, batch.size(), lost()));
  }

  /** No answer in time; the request takes effect later, so long after it was sent. */
  static Reply arriveLate(Duration after) {
    return (tool, batch) -> {
      tool.later(after, () -> tool.store(batch, batch.size(), Outcome.ACCEPTED));
      return act(TIMEOUT, () -> Outcome.all(batch, lost()));
    };
  }

  /** All is stored, but the answer speaks of one record less, from the end. */
  static Reply forgetOne() {
    return (tool, batch) ->
        act(
            LATENCY,
            () -> {
              tool.store(batch, batch.size(), Outcome.ACCEPTED);
              return Outcome.all(batch, Outcome.ACCEPTED).subList(1, batch.size());
            });
  }

  /** The records of these ids get this answer, the others are stored. */
  static Reply except(List<String> ids, Outcome outcome) {
    return (tool, batch) ->
        act(
            LATENCY,
            () -> {
              List<Outcome> outcomes = new ArrayList<>();
              for (int i = 0; i < batch.size(); i++) {
                boolean chosen = ids.contains(StoryTool.id(batch, i));
                if (!chosen) {
                  tool.store(batch, i);
                }
                outcomes.add(chosen ? outcome : Outcome.ACCEPTED);
              }
              return outcomes;
            });
  }

  /** A request that holds one of these ids is refused as a whole; others are stored. */
  static Reply refuseWholeWith(List<String> ids) {
    return (tool, batch) ->
        holdsOne(batch, ids) ? refuseWhole(422).to(tool, batch) : accept().to(tool, batch);
  }

  private static boolean holdsOne(Batch batch, List<String> ids) {
    return IntStream.range(0, batch.size()).anyMatch(i -> ids.contains(StoryTool.id(batch, i)));
  }

  /** The request is forbidden, and nothing is said about why. */
  static Reply forbid() {
    return all(new Outcome.Retryable(Failure.of(ErrorCode.AUTH_FORBIDDEN, 403, "forbidden")));
  }

  /** A request that holds one of these ids is forbidden; others are stored. */
  static Reply forbidWith(List<String> ids) {
    return (tool, batch) ->
        holdsOne(batch, ids) ? forbid().to(tool, batch) : accept().to(tool, batch);
  }

  private static Reply all(Outcome outcome) {
    return (tool, batch) -> act(LATENCY, () -> Outcome.all(batch, outcome));
  }

  private static Outcome lost() {
    return new Outcome.Unknown(Failure.of(ErrorCode.AMBIGUOUS, "no answer came"));
  }

  private static Act act(Duration latency, java.util.function.Supplier<List<Outcome>> outcomes) {
    return new Act(new Reaction(latency, outcomes));
  }
}
