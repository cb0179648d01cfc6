package dev.penstock.server.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** How amounts, times and foreign text look on a terminal. Pure. */
final class Texts {
  /** Nothing in it means something to a shell. */
  private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:=@%+,-]+");

  private Texts() {}

  /** {@code 812,440}. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 error}, {@code 12 errors}. */
  static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code 812ms}, {@code 4.2s}, {@code 4m 01s}, {@code 2h 05m}. */
  static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return millis + "ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1fs", millis / 1_000.0);
    }
    return duration.toHours() == 0
        ? String.format(Locale.ROOT, "%dm %02ds", duration.toMinutes(), duration.toSecondsPart())
        : String.format(Locale.ROOT, "%dh %02dm", duration.toHours(), duration.toMinutesPart());
  }

  /** {@code just now}, {@code 12 min ago}, {@code 3 h ago}, {@code 2 d ago}; or {@code in ...}. */
  static String relative(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.abs().compareTo(Duration.ofMinutes(1)) < 0) {
      return "just now";
    }
    Duration span = age.abs();
    String text =
        span.toDays() > 0
            ? span.toDays() + " d"
            : span.toHours() > 0 ? span.toHours() + " h" : span.toMinutes() + " min";
    return age.isNegative() ? "in " + text : text + " ago";
  }

  /** To the second, in UTC, zone shown. */
  static String absolute(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** An enum constant as programs and people read it: {@code awaiting_approval}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Text that others wrote, without anything that could steer the terminal or turn the reading
   * direction around: such characters are written as escapes.
   */
  static String safe(String text) {
    return escaped(text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"));
  }

  /** The same with numbers only, as JSON understands them. */
  static String escaped(String text) {
    if (text.codePoints().allMatch(Texts::isHarmless)) {
      return text;
    }
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHarmless(c)) {
                safe.appendCodePoint(c);
                return;
              }
              for (char unit : Character.toChars(c)) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
              }
            });
    return safe.toString();
  }

  /** One word of a shell's command line. */
  static String quoted(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** At most so many characters, the cut shown. */
  static String shortened(String text, int max) {
    if (text.codePointCount(0, text.length()) <= max) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
  }
}
