package dev.penstock.engine.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a dead letter is tried again by itself, over runs (protocol §4). Pure; every ledger follows
 * it.
 *
 * @param spacing attempts closer together than this count as one, and none is due before it passed
 * @param span how long a value is tried for, from its first failure
 * @param attemptsMax how many counted attempts a value gets
 */
public record LetterSchedule(Duration spacing, Duration span, int attemptsMax) {
  /** 14 days or 25 counted attempts, at least 30 minutes apart. */
  public static final LetterSchedule DEFAULT =
      new LetterSchedule(Duration.ofMinutes(30), Duration.ofDays(14), 25);

  /**
   * What was tried of one letter.
   *
   * @param sent how often it was sent
   * @param counted how many of those count against {@link #attemptsMax}
   * @param countedAt when the last of these was
   * @param expires the end of automatic retries
   * @param nextRetry when the next is due; empty when it waits for a person
   */
  public record Tries(
      int sent,
      int counted,
      Optional<Instant> countedAt,
      Instant expires,
      Optional<Instant> nextRetry) {
    /** The same, with nothing tried by itself: it waits for a person. */
    public Tries waiting() {
      return new Tries(sent, counted, countedAt, expires, Optional.empty());
    }
  }

  /** The first failure of a key. */
  public Tries first(Instant now, boolean sent) {
    int one = sent ? 1 : 0;
    Instant expires = now.plus(span);
    return new Tries(
        one, one, sent ? Optional.of(now) : Optional.empty(), expires, due(now, one, expires));
  }

  /** The same value failed again. */
  public Tries again(Tries before, Instant now, boolean sent) {
    boolean counts =
        sent && before.countedAt.map(last -> !now.isBefore(last.plus(spacing))).orElse(true);
    int counted = before.counted + (counts ? 1 : 0);
    Optional<Instant> countedAt = counts ? Optional.of(now) : before.countedAt;
    Instant last = sent ? countedAt.orElse(now) : now;
    return new Tries(
        before.sent + (sent ? 1 : 0),
        counted,
        countedAt,
        before.expires,
        due(last, counted, before.expires));
  }

  /** Another value of the key failed: it has all its attempts before it. */
  public Tries changed(Tries before, Instant now, boolean sent) {
    Tries fresh = first(now, sent);
    return new Tries(
        before.sent + fresh.sent, fresh.counted, fresh.countedAt, fresh.expires, fresh.nextRetry);
  }

  private Optional<Instant> due(Instant last, int counted, Instant expires) {
    Instant next = last.plus(spacing);
    return counted >= attemptsMax || next.isAfter(expires) ? Optional.empty() : Optional.of(next);
  }
}
