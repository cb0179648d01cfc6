package dev.penstock.engine.liquid;

import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates by format codes, as LiquidJS writes them in English. */
final class Strftime {
  private static final Pattern CODE = Pattern.compile("%([-_0^#:]+)?(\\d{1,3})?([EO])?(.)");

  private Strftime() {}

  static String format(OffsetDateTime date, String format, Budget budget) {
    StringBuilder out = new StringBuilder();
    Matcher code = CODE.matcher(format);
    while (code.find()) {
      String flags = code.group(1) == null ? "" : code.group(1);
      int width = code.group(2) == null ? -1 : Integer.parseInt(code.group(2));
      budget.use(Math.max(width, 1));
      code.appendReplacement(
          out,
          Matcher.quoteReplacement(one(date, flags, width, code.group(4).charAt(0), code.group())));
    }
    code.appendTail(out);
    return out.toString();
  }

  private static String one(
      OffsetDateTime date, String flags, int width, char code, String asWritten) {
    String text = value(date, flags, width, code);
    if (text.isEmpty()) {
      return asWritten;
    }
    if (flags.contains("^")) {
      text = text.toUpperCase(Locale.ROOT);
    } else if (flags.contains("#")) {
      boolean lower = text.chars().anyMatch(Character::isLowerCase);
      text = lower ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
    }
    String pad = "aAbBcehklpP".indexOf(code) >= 0 ? " " : "0";
    if (flags.contains("_")) {
      pad = " ";
    } else if (flags.contains("0")) {
      pad = "0";
    }
    int wanted = flags.contains("-") ? 0 : width >= 0 ? width : usualWidth(code);
    return pad.repeat(Math.max(0, wanted - text.length())) + text;
  }

  private static int usualWidth(char code) {
    return switch (code) {
      case 'd', 'e', 'H', 'I', 'k', 'l', 'm', 'M', 'S', 'U', 'W' -> 2;
      case 'j', 'L' -> 3;
      default -> 0;
    };
  }

  private static String value(OffsetDateTime date, String flags, int width, char code) {
    int hour = date.getHour();
    int day = date.getDayOfWeek().getValue() % 7;
    return switch (code) {
      case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> date.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'c' -> value(date, flags, width, 'x') + ", " + value(date, flags, width, 'X');
      case 'C' -> Integer.toString(date.getYear() / 100);
      case 'd', 'e' -> Integer.toString(date.getDayOfMonth());
      case 'H', 'k' -> Integer.toString(hour);
      case 'I', 'l' -> Integer.toString(hour % 12 == 0 ? 12 : hour % 12);
      case 'j' -> Integer.toString(date.getDayOfYear());
      case 'L' -> Integer.toString(date.getNano() / 1_000_000);
      case 'm' -> Integer.toString(date.getMonthValue());
      case 'M' -> Integer.toString(date.getMinute());
      case 'N' -> fraction(date, width < 0 ? 9 : width);
      case 'p' -> hour < 12 ? "AM" : "PM";
      case 'P' -> hour < 12 ? "am" : "pm";
      case 'q' -> suffix(date.getDayOfMonth());
      case 's' -> Long.toString(Math.round(date.toInstant().toEpochMilli() / 1000.0));
      case 'S' -> Integer.toString(date.getSecond());
      case 'u' -> Integer.toString(day == 0 ? 7 : day);
      case 'U' -> Integer.toString(week(date, day));
      case 'w' -> Integer.toString(day);
      case 'W' -> Integer.toString(week(date, (day + 6) % 7));
      case 'x' -> "%d/%d/%d".formatted(date.getMonthValue(), date.getDayOfMonth(), date.getYear());
      case 'X' ->
          "%s:%02d:%02d %s"
              .formatted(
                  value(date, flags, width, 'l'),
                  date.getMinute(),
                  date.getSecond(),
                  value(date, flags, width, 'p'));
      case 'y' -> "%02d".formatted(date.getYear() % 100);
      case 'Y' -> Integer.toString(date.getYear());
      case 'z' -> offset(date, flags.contains(":"));
      case 't' -> "\t";
      case 'n' -> "\n";
      case '%' -> "%";
      default -> "";
    };
  }

  /** The week of the year, counted from the first of its first days. */
  private static int week(OffsetDateTime date, int daysSinceFirstDay) {
    return (date.getDayOfYear() + 6 - daysSinceFirstDay) / 7;
  }

  private static String fraction(OffsetDateTime date, int width) {
    String digits = "%03d".formatted(date.getNano() / 1_000_000);
    return width <= digits.length()
        ? digits.substring(0, width)
        : digits + "0".repeat(width - digits.length());
  }

  private static String suffix(int day) {
    if (day >= 11 && day <= 13) {
      return "th";
    }
    return switch (day % 10) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }

  private static String offset(OffsetDateTime date, boolean colon) {
    int minutes = date.getOffset().getTotalSeconds() / 60;
    return "%s%02d%s%02d"
        .formatted(
            minutes < 0 ? "-" : "+",
            Math.abs(minutes) / 60,
            colon ? ":" : "",
            Math.abs(minutes) % 60);
  }
}
