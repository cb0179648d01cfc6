package dev.penstock.engine.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates as people and programs write them: ISO 8601 with parts left out, RFC 822 and
 * JavaScript's own form, month/day/year, and names of months. Without a zone they are in UTC. A day
 * that the month does not have runs into the next month, as JavaScript does it (2024-02-31 is the
 * second of March).
 */
public final class LenientDate {
  /** Longer texts are no dates; it keeps the patterns cheap. */
  private static final int LENGTH_MAX = 80;

  private static final String TIME =
      "(?:(?:[T ,]| at"
          + " )\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([AaPp][Mm])?)?";
  private static final String ZONE =
      "\\s*(Z|z|UTC|GMT|(?:UTC|GMT)?[+-]\\d{2}:?\\d{2})?(?:\\s*\\([^)]*\\))?";

  private static final Pattern ISO =
      Pattern.compile("([+-]\\d{6}|\\d{4})(?:[-/](\\d{1,2})(?:[-/](\\d{1,2}))?)?" + TIME + ZONE);
  private static final Pattern SLASHES =
      Pattern.compile("(\\d{1,2})[-/](\\d{1,2})[-/](\\d{4})" + TIME + ZONE);
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?:[A-Za-z]{3,9},?\\s+)?(\\d{1,2})[ -]([A-Za-z]{3,9})\\.?,?[ -](\\d{4})" + TIME + ZONE);
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?:[A-Za-z]{3,9},?\\s+)?([A-Za-z]{3,9})\\.?\\s+(\\d{1,2}),?\\s+(\\d{4})" + TIME + ZONE);

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private LenientDate() {}

  /** The moment that the text names, or nothing when it is no date. */
  public static Optional<Instant> moment(String text) {
    if (text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    String stripped = text.strip();
    try {
      Matcher iso = ISO.matcher(stripped);
      if (iso.matches()) {
        return Optional.of(at(number(iso, 1, 0), number(iso, 2, 1), number(iso, 3, 1), iso, 4));
      }
      Matcher slashes = SLASHES.matcher(stripped);
      if (slashes.matches()) {
        return Optional.of(
            at(number(slashes, 3, 0), number(slashes, 1, 1), number(slashes, 2, 1), slashes, 4));
      }
      Matcher dayFirst = DAY_FIRST.matcher(stripped);
      if (dayFirst.matches()) {
        return named(dayFirst, dayFirst.group(2), number(dayFirst, 1, 1));
      }
      Matcher monthFirst = MONTH_FIRST.matcher(stripped);
      if (monthFirst.matches()) {
        return named(monthFirst, monthFirst.group(1), number(monthFirst, 2, 1));
      }
    } catch (DateTimeException outOfRange) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Instant> named(Matcher date, String month, int day) {
    int number = MONTHS.indexOf(month.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
    return number == 0
        ? Optional.empty()
        : Optional.of(at(number(date, 3, 0), number, day, date, 4));
  }

  private static Instant at(int year, int month, int day, Matcher text, int time) {
    if (day < 1 || day > 31) {
      throw new DateTimeException("no day of a month");
    }
    LocalDate date = LocalDate.of(year, month, 1).plusDays(day - 1L);
    LocalTime clock =
        LocalTime.of(
            hour(number(text, time, 0), text.group(time + 4)),
            number(text, time + 1, 0),
            number(text, time + 2, 0),
            nanos(text.group(time + 3)));
    return OffsetDateTime.of(LocalDateTime.of(date, clock), zone(text.group(time + 5))).toInstant();
  }

  private static int hour(int hour, @Nullable String half) {
    if (half == null) {
      return hour;
    }
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("no hour of half a day");
    }
    return hour % 12 + (half.equalsIgnoreCase("pm") ? 12 : 0);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static ZoneOffset zone(@Nullable String zone) {
    if (zone == null) {
      return ZoneOffset.UTC;
    }
    String offset = zone.replace("UTC", "").replace("GMT", "");
    return offset.isEmpty() ? ZoneOffset.UTC : ZoneOffset.of(offset.toUpperCase(Locale.ROOT));
  }

  private static int number(Matcher text, int group, int otherwise) {
    String digits = text.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }
}
