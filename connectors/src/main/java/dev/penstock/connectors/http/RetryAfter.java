package dev.penstock.connectors.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Retry-After header (RFC 9110, 10.2.3): seconds or a date. */
final class RetryAfter {
  /** Longer waits end the run as deferred anyway, and some servers send nonsense. */
  static final Duration MAX = Duration.ofHours(1);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

  /** The three forms of a date that a recipient has to know (RFC 9110, 5.6.7). */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT),
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-uu HH:mm:ss 'GMT'", Locale.ENGLISH)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /** How long to wait; empty for garbage, for the past and for zero. */
  static Optional<Duration> read(String header, Instant now) {
    return wait(header.strip(), now).filter(Duration::isPositive);
  }

  private static Optional<Duration> wait(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    for (DateTimeFormatter form : DATES) {
      try {
        return Optional.of(Duration.between(now, form.parse(header, Instant::from)));
      } catch (DateTimeException anotherForm) {
        // The next one may fit; garbage fits none.
      }
    }
    return Optional.empty();
  }

  static Duration capped(Duration wait) {
    return wait.compareTo(MAX) > 0 ? MAX : wait;
  }
}
