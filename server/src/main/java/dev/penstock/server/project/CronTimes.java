package dev.penstock.server.project;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Five cron fields: minute, hour, day of month, month, day of week. Where both days are given, one
 * of them is enough, as in every cron. A time that a clock change leaves out happens after the
 * change, one that it repeats happens once. Immutable.
 */
final class CronTimes {
  /** Between two 29 Februaries lie at most eight years (1896 to 1904, 2096 to 2104). */
  private static final int YEARS_MAX = 9;

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private static final Pattern PIECE =
      Pattern.compile("(?:\\*|(\\w{1,3})(?:-(\\w{1,3}))?)(?:/([1-9]\\d?))?");

  /** One of the five. */
  private record Field(String name, int least, int most, List<String> words, int firstWord) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of(), 0),
          new Field("hour", 0, 23, List.of(), 0),
          new Field("day of month", 1, 31, List.of(), 0),
          new Field("month", 1, 12, MONTHS, 1),
          new Field("day of week", 0, 7, WEEKDAYS, 0));

  private final List<BitSet> allowed;
  private final boolean anyDayWill;

  private CronTimes(List<BitSet> allowed, boolean anyDayWill) {
    this.allowed = allowed;
    this.anyDayWill = anyDayWill;
  }

  /** Why a text is no schedule; the rest of a sentence. */
  static final class Fault extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Fault(String reason) {
      super(reason);
    }
  }

  /**
   * The schedule that the text means.
   *
   * @throws Fault when it means none
   */
  static CronTimes of(String text) {
    String[] parts = text.strip().split("\\s+", -1);
    if (parts.length != FIELDS.size()) {
      throw new Fault(
          "it has "
              + parts.length
              + " fields instead of five"
              + (parts.length > FIELDS.size() ? "; there is none for seconds or years" : ""));
    }
    List<BitSet> allowed = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      allowed.add(values(FIELDS.get(i), parts[i]));
    }
    BitSet weekdays = allowed.getLast();
    if (weekdays.get(7)) {
      weekdays.set(0);
    }
    CronTimes cron = new CronTimes(allowed, !parts[2].startsWith("*") && !parts[4].startsWith("*"));
    if (cron.next(LocalDate.of(2000, 1, 1).atStartOfDay()).isEmpty()) {
      throw new Fault("no month in it has such a day, so it would never come");
    }
    return cron;
  }

  private static BitSet values(Field field, String part) {
    BitSet values = new BitSet();
    for (String piece : part.split(",", -1)) {
      Matcher matcher = PIECE.matcher(piece);
      if (!matcher.matches()) {
        throw cannot(field, part);
      }
      int from = matcher.group(1) == null ? field.least() : value(field, matcher.group(1), part);
      boolean open = matcher.group(1) == null || matcher.group(3) != null;
      int to =
          matcher.group(2) == null
              ? (open ? field.most() : from)
              : value(field, matcher.group(2), part);
      if (to < from) {
        throw new Fault("the " + field.name() + " `" + piece + "` ends before it begins");
      }
      int step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }
    return values;
  }

  private static int value(Field field, String text, String part) {
    int word = field.words().indexOf(text.toLowerCase(Locale.ROOT));
    if (word >= 0) {
      return word + field.firstWord();
    }
    if (!text.matches("\\d{1,2}")) {
      throw cannot(field, part);
    }
    int value = Integer.parseInt(text);
    if (value < field.least() || value > field.most()) {
      throw new Fault(
          "the %s cannot be `%s`; it goes from %d to %d"
              .formatted(field.name(), part, field.least(), field.most()));
    }
    return value;
  }

  private static Fault cannot(Field field, String part) {
    return new Fault("the " + field.name() + " cannot be `" + part + "`");
  }

  /** The next so many times after a moment, in its zone. */
  List<ZonedDateTime> next(ZonedDateTime after, int count) {
    ZoneId zone = after.getZone();
    List<ZonedDateTime> times = new ArrayList<>();
    ZonedDateTime latest = after;
    Optional<LocalDateTime> local = next(after.toLocalDateTime().plusMinutes(1));
    while (times.size() < count && local.isPresent()) {
      ZonedDateTime time = local.get().atZone(zone);
      if (time.isAfter(latest)) {
        times.add(time);
        latest = time;
      }
      local = next(local.get().plusMinutes(1));
    }
    return times;
  }

  /** The first local time from this minute on; empty when none comes. */
  private Optional<LocalDateTime> next(LocalDateTime from) {
    LocalDate day = from.toLocalDate();
    LocalDate end = day.plusYears(YEARS_MAX);
    int earliest = from.getHour() * 60 + from.getMinute();
    while (day.isBefore(end)) {
      if (isDay(day)) {
        int minute = minuteFrom(earliest);
        if (minute >= 0) {
          return Optional.of(day.atTime(minute / 60, minute % 60));
        }
      }
      day = day.plusDays(1);
      earliest = 0;
    }
    return Optional.empty();
  }

  private boolean isDay(LocalDate day) {
    if (!allowed.get(3).get(day.getMonthValue())) {
      return false;
    }
    boolean ofMonth = allowed.get(2).get(day.getDayOfMonth());
    boolean ofWeek = allowed.get(4).get(day.getDayOfWeek().getValue() % 7);
    return anyDayWill ? ofMonth || ofWeek : ofMonth && ofWeek;
  }

  /** The first allowed minute of the day from this one on; -1 when the day has no more. */
  private int minuteFrom(int earliest) {
    int hour = allowed.get(1).nextSetBit(earliest / 60);
    if (hour == earliest / 60) {
      int minute = allowed.get(0).nextSetBit(earliest % 60);
      if (minute >= 0) {
        return hour * 60 + minute;
      }
      hour = allowed.get(1).nextSetBit(hour + 1);
    }
    return hour < 0 ? -1 : hour * 60 + allowed.get(0).nextSetBit(0);
  }
}
