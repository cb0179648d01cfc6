package dev.penstock.connectors.sandbox.simulator;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Retry-After header in the forms that real destinations send, sane and not. */
public record RetryAfter(Form form, long seconds) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Ten years: a sender that believes it never comes back. */
  private static final long HUGE_SECONDS = 315_360_000;

  /** What the header holds. */
  public enum Form {
    /** The number of seconds. */
    SECONDS,
    /** The HTTP date so many seconds from now. */
    DATE,
    /** An HTTP date so many seconds ago. */
    PAST,
    /** Ten years in seconds. */
    HUGE,
    /** Neither number nor date. */
    GARBAGE
  }

  String header(InstantSource clock) {
    return switch (form) {
      case SECONDS -> Long.toString(seconds);
      case DATE -> HTTP_DATE.format(clock.instant().plusSeconds(seconds));
      case PAST -> HTTP_DATE.format(clock.instant().minusSeconds(seconds));
      case HUGE -> Long.toString(HUGE_SECONDS);
      case GARBAGE -> "soon, maybe";
    };
  }
}
