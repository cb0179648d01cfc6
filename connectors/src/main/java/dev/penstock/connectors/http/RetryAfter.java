package dev.penstock.connectors.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Retry-After header (RFC 9110, 10.2.3): seconds or a date. */
final class RetryAfter {
  /** Longer waits end the run as deferred anyway, and some servers send nonsense. */
  static final Duration MAX = Duration.ofHours(1);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

  private RetryAfter() {}

  /** How long to wait; empty for garbage, for the past and for zero. */
  static Optional<Duration> read(String header, Instant now) {
    return wait(header.strip(), now).filter(Duration::isPositive).map(RetryAfter::capped);
  }

  private static Optional<Duration> wait(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      Instant until =
          DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).parse(header, Instant::from);
      return Optional.of(Duration.between(now, until));
    } catch (DateTimeException garbage) {
      return Optional.empty();
    }
  }

  private static Duration capped(Duration wait) {
    return wait.compareTo(MAX) > 0 ? MAX : wait;
  }
}
