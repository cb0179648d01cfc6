package dev.penstock.connectors.http;

import dev.penstock.engine.deliver.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What an answer says is left to use: the IETF draft's {@code RateLimit} with {@code
 * RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers, its newer and its older form), {@code
 * RateLimit-Remaining} with {@code RateLimit-Reset} of its first drafts, and the {@code
 * X-RateLimit} pair that many tools send instead. What cannot be read says nothing.
 */
public final class Allowances {
  /** A month; a longer one is a mistake or no limit that a run could wait for. */
  private static final Duration UNTIL_MAX = Duration.ofDays(31);

  /** Some ten policies; nobody has more. */
  private static final int LENGTH_MAX = 2000;

  /** From 2001 on; shorter numbers are seconds to wait, as no wait is thirty years. */
  private static final long EPOCH_SECONDS_MIN = 1_000_000_000L;

  private static final long EPOCH_MILLIS_MIN = 100_000_000_000L;

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,15}");

  /** Fractions are no integers of the draft, but some tools send them. */
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,15})(?:\\.[0-9]{1,9})?");

  private static final List<String> PREFIXES =
      List.of("RateLimit-", "X-RateLimit-", "X-Rate-Limit-");

  private Allowances() {}

  /** What a reply says, where it does. */
  public static Optional<Allowance> of(Reply reply, Instant now) {
    return switch (reply) {
      case Reply.NotSent _ -> Optional.empty();
      case Reply.NoAnswer _ -> Optional.empty();
      case Reply.Answered answer ->
          structured(answer).or(() -> pair(answer, now)).map(Allowances::bounded);
    };
  }

  /** Of several policies the one that is used up first, and then the one that lasts longer. */
  private static Optional<Allowance> structured(Reply.Answered answer) {
    Map<String, Long> windows = new HashMap<>();
    for (Item policy : items(answer.all("RateLimit-Policy"))) {
      number(policy, "w").ifPresent(window -> windows.put(policy.name(), window));
    }
    Optional<Allowance> tightest = Optional.empty();
    for (Item item : items(answer.all("RateLimit"))) {
      OptionalLong left = number(item, "r", "remaining");
      OptionalLong until = number(item, "t", "reset");
      Long window = windows.get(item.name());
      if (left.isEmpty() || (until.isEmpty() && window == null)) {
        continue;
      }
      var said =
          new Allowance(
              left.getAsLong(),
              Duration.ofSeconds(until.orElse(window == null ? 0 : window.longValue())));
      if (tightest.isEmpty() || isTighter(said, tightest.get())) {
        tightest = Optional.of(said);
      }
    }
    return tightest;
  }

  private static boolean isTighter(Allowance one, Allowance other) {
    return one.remaining() < other.remaining()
        || (one.remaining() == other.remaining() && one.until().compareTo(other.until()) > 0);
  }

  private static Optional<Allowance> pair(Reply.Answered answer, Instant now) {
    for (String prefix : PREFIXES) {
      Optional<String> left = answer.header(prefix + "Remaining").map(String::strip);
      Optional<Duration> until =
          answer.header(prefix + "Reset").flatMap(reset -> until(reset.strip(), now));
      if (left.filter(text -> WHOLE.matcher(text).matches()).isPresent() && until.isPresent()) {
        return Optional.of(new Allowance(Long.parseLong(left.get()), until.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> until(String reset, Instant now) {
    var digits = SECONDS.matcher(reset);
    if (!digits.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(digits.group(1));
    if (number < EPOCH_SECONDS_MIN) {
      return Optional.of(Duration.ofSeconds(number));
    }
    Instant then =
        number < EPOCH_MILLIS_MIN ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    return Optional.of(Duration.between(now, then));
  }

  private static Allowance bounded(Allowance said) {
    Duration until = said.until();
    if (until.isNegative()) {
      return new Allowance(said.remaining(), Duration.ZERO);
    }
    return until.compareTo(UNTIL_MAX) > 0 ? new Allowance(said.remaining(), UNTIL_MAX) : said;
  }

  /** A member of a structured list (RFC 9651) with its parameters. */
  private record Item(String name, Map<String, String> parameters) {}

  private static OptionalLong number(Item item, String... names) {
    for (String name : names) {
      String text = item.parameters().getOrDefault(name, "");
      if (WHOLE.matcher(text).matches()) {
        return OptionalLong.of(Long.parseLong(text));
      }
    }
    return OptionalLong.empty();
  }

  /** The members; those of the older form, {@code limit=10, remaining=4}, are one together. */
  private static List<Item> items(String header) {
    var items = new ArrayList<Item>();
    Map<String, String> older = new HashMap<>();
    if (header.length() > LENGTH_MAX) {
      return items;
    }
    for (String member : split(header, ',')) {
      List<String> parts = split(member, ';');
      String name = parts.getFirst().strip();
      int equals = name.indexOf('=');
      if (equals > 0 && !name.startsWith("\"")) {
        put(older, name);
        continue;
      }
      Map<String, String> parameters = new HashMap<>();
      parts.stream().skip(1).forEach(part -> put(parameters, part));
      items.add(new Item(name, parameters));
    }
    if (!older.isEmpty()) {
      items.add(new Item("", older));
    }
    return items;
  }

  private static void put(Map<String, String> parameters, String part) {
    int equals = part.indexOf('=');
    if (equals > 0) {
      parameters.put(
          part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
          part.substring(equals + 1).strip());
    }
  }

  /** Splits outside of quoted texts. */
  private static List<String> split(String text, char at) {
    var parts = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == at && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
