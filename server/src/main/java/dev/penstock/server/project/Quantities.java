package dev.penstock.server.project;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts as people write them: {@code 1h30m}, {@code 5%}, {@code 1MB}, {@code 100/s}. */
public final class Quantities {
  private static final Pattern DURATION = Pattern.compile("(?:(\\d{1,9})(ms|s|m|h|d))+");
  private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?) ?%");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,9}) ?(B|kB|KB|MB|GB|KiB|MiB|GiB)?");
  private static final Pattern RATE = Pattern.compile("(\\d{1,9}) ?/ ?(s|m|min|h)");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private static final Map<String, Long> BYTES_OF =
      Map.of(
          "B", 1L,
          "kB", 1_000L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30);

  private Quantities() {}

  /** Numbers with the units ms, s, m, h, d, the parts added up: {@code 90s}, {@code 1h30m}. */
  public static Optional<Duration> duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = DURATION_PART.matcher(text);
    while (part.find()) {
      long number = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
              });
    }
    return Optional.of(sum);
  }

  /** A share from 0% to 100%, in percent. */
  static Optional<BigDecimal> percent(String text) {
    Matcher matcher = PERCENT.matcher(text);
    return matcher.matches()
        ? Optional.of(new BigDecimal(matcher.group(1))).filter(Quantities::isShare)
        : Optional.empty();
  }

  static boolean isShare(BigDecimal percent) {
    return percent.signum() >= 0 && percent.compareTo(HUNDRED) <= 0;
  }

  /** A size in bytes; MB is a million, MiB is 1,048,576. */
  static OptionalLong bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    String unit = Optional.ofNullable(matcher.group(2)).orElse("B");
    return OptionalLong.of(
        Long.parseLong(matcher.group(1)) * Optional.ofNullable(BYTES_OF.get(unit)).orElse(1L));
  }

  /** So many per second, minute or hour. */
  static Optional<SyncConfig.Rate> rate(String text) {
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Duration per =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "h" -> Duration.ofHours(1);
          default -> Duration.ofMinutes(1);
        };
    int count = Integer.parseInt(matcher.group(1));
    return count > 0 ? Optional.of(new SyncConfig.Rate(count, per)) : Optional.empty();
  }
}
