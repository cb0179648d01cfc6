package dev.penstock.connectors.http;

import dev.penstock.engine.deliver.Allowance;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Turns replies into outcomes by a table. Immutable. */
public final class Classifier {
  /** Where a used-up day says no time: some vendors count what they refuse, too. */
  private static final Duration QUOTA_PAUSE = Duration.ofMinutes(15);

  private final ErrorTable table;
  private final TheirWords words;
  private final InstantSource clock;

  /**
   * A classifier of one destination.
   *
   * @param words knows the destination's secrets
   * @param clock for waits that are given as a date
   */
  public Classifier(ErrorTable table, TheirWords words, InstantSource clock) {
    this.table = table;
    this.words = words;
    this.clock = clock;
  }

  /** The outcome of every record of a request. */
  public Outcome outcome(Asked asked, Reply reply) {
    return switch (reply) {
      case Reply.NotSent(Failure failure) -> new Outcome.Retryable(failure.in(Scope.DESTINATION));
      case Reply.NoAnswer(String why) -> unclear(0, why);
      case Reply.Answered answer -> answered(asked, answer);
    };
  }

  /** An answer from which nothing can be learnt about the records. */
  public Outcome unclear(int status, String why) {
    return new Outcome.Unknown(Failure.of(ErrorCode.AMBIGUOUS, status, why));
  }

  private Outcome answered(Asked asked, Reply.Answered answer) {
    Optional<Duration> wait = wait(answer);
    boolean hours = wait.filter(it -> it.compareTo(RetryAfter.MAX) > 0).isPresent();
    Classification meaning = table.of(asked, answer, hours);
    if (meaning.verdict() == Classification.Verdict.ACCEPTED) {
      return accepted(answer);
    }
    var seen =
        new Failure(
            meaning.code(),
            scope(meaning, asked),
            answer.status(),
            said(answer),
            Optional.empty(),
            meaning.code() == ErrorCode.QUOTA_EXHAUSTED
                ? Optional.of(RetryAfter.capped(wait.orElse(QUOTA_PAUSE)))
                : wait.map(RetryAfter::capped));
    return meaning.outcome(seen);
  }

  /**
   * Accepted by its status. A broken body makes the answer as a whole doubtful, and an answer given
   * before the request was complete cannot be about all of it; a body that is merely long is fine.
   */
  private Outcome accepted(Reply.Answered answer) {
    if (answer.ending() == Reply.Ending.BROKEN) {
      return unclear(answer.status(), "The answer broke off.");
    }
    if (!answer.sentWhole()) {
      return unclear(answer.status(), "The answer came before the request was sent.");
    }
    return Outcome.ACCEPTED;
  }

  private static Scope scope(Classification meaning, Asked asked) {
    boolean ofOneRecord =
        meaning.verdict() == Classification.Verdict.REJECTED && meaning.scope() == Scope.RECORD;
    if (!ofOneRecord || asked.records() == 1) {
      return meaning.scope();
    }
    // Too large is said before anything is stored, whatever else the tool declares.
    boolean divisible = asked.atomicRefusal() || meaning.code() == ErrorCode.PAYLOAD_TOO_LARGE;
    return divisible ? Scope.BATCH : Scope.RECORD;
  }

  /** Their words; of a redirect also where it leads, without the query, which may be a secret. */
  private String said(Reply.Answered answer) {
    String text = words.of(answer);
    Optional<String> location = answer.header("Location");
    if (location.isEmpty() || answer.status() < 300 || answer.status() > 399) {
      return text;
    }
    String target = location.get();
    int end = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
    return words.of("redirects to " + target.substring(0, end) + " " + text);
  }

  /** What Retry-After asks for; without it, until something is left to use again. */
  private Optional<Duration> wait(Reply.Answered answer) {
    Instant now = clock.instant();
    Optional<Duration> asked =
        answer.header("Retry-After").flatMap(header -> RetryAfter.read(header, now));
    if (asked.isPresent() || (answer.status() != 429 && answer.status() != 503)) {
      return asked;
    }
    return Allowances.of(answer, now)
        .filter(allowance -> allowance.remaining() == 0)
        .map(Allowance::until)
        .filter(Duration::isPositive);
  }
}
