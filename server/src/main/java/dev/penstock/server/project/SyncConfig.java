package dev.penstock.server.project;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.json.Json;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A sync as its file declares it.
 *
 * @param model the name of a model of the project
 * @param destination the name of a destination of the project
 * @param action the name of an action of that destination's type
 * @param mapping Segment's form, shorthands expanded; empty means the action's default
 * @param freshness how old the last success may be
 */
public record SyncConfig(
    String name,
    String model,
    String destination,
    String action,
    Selection changes,
    Optional<Json> mapping,
    Schedule schedule,
    FirstRun firstRun,
    DeliveryPolicy delivery,
    RetryPolicy retry,
    Guard guard,
    Optional<Duration> freshness,
    boolean enabled,
    Ownership ownership,
    Place place) {
  public SyncConfig {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(changes, "changes");
  }

  /** What the first run does with the rows that it finds. */
  public enum FirstRun {
    SEND_ALL,
    START_FROM_NOW
  }

  /** When it runs by itself. */
  public sealed interface Schedule {
    /** Only when a person says so. */
    record Manual() implements Schedule {}

    /** Five fields: minute, hour, day of month, month, day of week. */
    record Cron(String expression, ZoneId zone) implements Schedule {
      /** The next so many times after a moment. */
      public List<ZonedDateTime> next(Instant after, int count) {
        return CronTimes.of(expression).next(after.atZone(zone), count);
      }
    }

    record Every(Duration interval) implements Schedule {}

    record Days(List<DayOfWeek> days, List<LocalTime> at, ZoneId zone) implements Schedule {
      public Days {
        days = List.copyOf(days);
        at = List.copyOf(at);
      }
    }

    /** After each run of another sync. */
    record After(String sync) implements Schedule {}
  }

  /** How many requests may be under way. */
  public sealed interface Concurrency {
    /** As many as the destination bears, found while running. */
    record Auto() implements Concurrency {}

    record Fixed(int requests) implements Concurrency {}
  }

  /** What happens to a record without an answer where a repeat would show. */
  public enum OnAmbiguous {
    RESEND,
    HOLD
  }

  /** At most so many requests in so long. */
  public record Rate(int requests, Duration per) {}

  /**
   * How records go out; what is empty is the action's own choice.
   *
   * @param batchRecords the most records in a request
   * @param batchBytes the most payload bytes in a request
   * @param timeout how long a request may take
   */
  public record DeliveryPolicy(
      OptionalInt batchRecords,
      OptionalLong batchBytes,
      Concurrency concurrency,
      Optional<Rate> rate,
      OnAmbiguous onAmbiguous,
      Optional<Duration> timeout) {
    public static final DeliveryPolicy STANDARD =
        new DeliveryPolicy(
            OptionalInt.empty(),
            OptionalLong.empty(),
            new Concurrency.Auto(),
            Optional.empty(),
            OnAmbiguous.RESEND,
            Optional.empty());
  }

  /**
   * How long is tried.
   *
   * @param tries attempts of a request within a run
   * @param time how long a request is repeated within a run
   * @param days how long a dead letter is retried by itself
   * @param runs how many counted attempts a dead letter gets
   */
  public record RetryPolicy(int tries, Duration time, int days, int runs) {
    /** The mission's 14 days or 25 runs. */
    public static final RetryPolicy STANDARD = new RetryPolicy(8, Duration.ofMinutes(15), 14, 25);
  }

  /** Stop when more than this share of so many first records is rejected. */
  public record StopWhenRejected(BigDecimal percent, int after) {}

  /**
   * What is stopped before it does harm. Shares are percent of the held rows.
   *
   * @param minRows the shares mean nothing for fewer held rows than this
   * @param maxFirst rows that may be sent while nothing is held yet
   */
  public record Guard(
      Optional<BigDecimal> maxDeleted,
      Optional<BigDecimal> maxChanged,
      OptionalLong minRows,
      OptionalLong maxFirst,
      Optional<StopWhenRejected> stopWhenRejected) {
    public static final Guard STANDARD =
        new Guard(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty());
  }
}
