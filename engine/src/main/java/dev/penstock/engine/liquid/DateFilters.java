package dev.penstock.engine.liquid;

import dev.penstock.engine.liquid.Filters.Call;
import dev.penstock.engine.value.LenientDate;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Dates. UTC, unless an offset in minutes (JavaScript's sign) or the name of a zone is given. */
final class DateFilters {
  /** LiquidJS' default format. */
  private static final String DEFAULT = "%A, %B %-e, %Y at %-l:%M %P %z";

  private DateFilters() {}

  static void register(Map<String, Filters.Function> all) {
    all.put("date", DateFilters::date);
    all.put("date_to_xmlschema", call -> formatted(call, "%Y-%m-%dT%H:%M:%S%:z"));
    all.put("date_to_rfc822", call -> formatted(call, "%a, %d %b %Y %H:%M:%S %z"));
    all.put("date_to_string", call -> words(call, "%b"));
    all.put("date_to_long_string", call -> words(call, "%B"));
  }

  private static Value date(Call call) {
    Optional<OffsetDateTime> date = read(call.input(), zone(call.argument(1)));
    if (date.isEmpty()) {
      return call.input();
    }
    String format = call.has(0) ? call.text(0) : DEFAULT;
    return text(call, Strftime.format(date.get(), format, call.budget()));
  }

  private static Value formatted(Call call, String format) {
    return read(call.input(), ZoneOffset.UTC)
        .map(date -> text(call, Strftime.format(date, format, call.budget())))
        .orElse(call.input());
  }

  private static Value words(Call call, String month) {
    if (!call.text(0).equals("ordinal")) {
      return formatted(call, "%d " + month + " %Y");
    }
    return formatted(
        call, call.text(1).equals("US") ? month + " %-d%q, %Y" : "%-d%q " + month + " %Y");
  }

  private static Value text(Call call, String text) {
    call.budget().use(text.length());
    return Text.of(text);
  }

  private static ZoneId zone(Value argument) {
    try {
      return switch (argument) {
        case Num minutes -> ZoneOffset.ofTotalSeconds((int) (-minutes.toDouble() * 60));
        case Text name -> ZoneId.of(name.string());
        default -> ZoneOffset.UTC;
      };
    } catch (DateTimeException unknown) {
      throw new LiquidException("date: there is no time zone " + Liquids.text(argument));
    }
  }

  /** Numbers and digits are seconds since 1970. */
  private static Optional<OffsetDateTime> read(Value input, ZoneId zone) {
    Optional<Instant> moment =
        switch (input) {
          case Num seconds -> ofSeconds(seconds.toDouble());
          case Text text when isDigits(text.string()) -> ofSeconds(Liquids.number(text));
          case Text text when text.string().equals("now") || text.string().equals("today") ->
              throw new LiquidException(
                  "date: \"%s\" would make another payload each time; use a column of the row"
                      .formatted(text));
          case Text text -> LenientDate.moment(text.string());
          default -> Optional.empty();
        };
    return moment.map(instant -> instant.atZone(zone).toOffsetDateTime());
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<Instant> ofSeconds(double seconds) {
    // JavaScript's range of dates: 100 million days around 1970.
    return Math.abs(seconds) <= 8.64e12
        ? Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)))
        : Optional.empty();
  }
}
