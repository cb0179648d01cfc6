package dev.penstock.engine.field;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A form that text must have; the names are those of JSON Schema. */
public enum TextFormat {
  EMAIL("email", "email address"),
  URI("uri", "URI"),
  URI_REFERENCE("uri-reference", "URI reference"),
  HOSTNAME("hostname", "hostname"),
  DATE("date", "date"),
  DATE_TIME("date-time", "date and time"),
  TIME("time", "time"),
  IPV4("ipv4", "IPv4 address"),
  IPV6("ipv6", "IPv6 address"),
  UUID("uuid", "uuid"),
  REGEX("regex", "regular expression");

  private final String word;
  private final String words;

  TextFormat(String word, String words) {
    this.word = word;
    this.words = words;
  }

  /** The format as messages name it. */
  String words() {
    return words;
  }

  boolean fits(String text) {
    return switch (this) {
      case EMAIL -> isEmail(text);
      case URI -> isUri(text, true);
      case URI_REFERENCE -> isUri(text, false);
      case HOSTNAME -> isHostname(text);
      case DATE -> isDate(text);
      case DATE_TIME -> isDateTime(text);
      case TIME -> Patterns.TIME.matcher(text).matches();
      case IPV4 -> Patterns.IPV4.matcher(text).matches();
      case IPV6 -> isIpv6(text);
      case UUID -> Patterns.UUID.matcher(text).matches();
      case REGEX -> isRegex(text);
    };
  }

  static Optional<TextFormat> named(String word) {
    return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
  }

  private static final class Patterns {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
    static final Pattern TIME =
        Pattern.compile(
            "(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?"
                + "(?:[zZ]|[+-](?:[01]\\d|2[0-3]):?[0-5]\\d)?");
    static final Pattern ZONE = Pattern.compile("(?:[zZ]|[+-]\\d{2}:?\\d{2})$");
    static final Pattern UUID =
        Pattern.compile("(?:urn:uuid:)?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    static final Pattern URI =
        Pattern.compile("(?:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+");
    static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.");
    static final Pattern LABEL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    static final Pattern LOCAL_PART =
        Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    return at > 0
        && Patterns.LOCAL_PART.matcher(text.substring(0, at)).matches()
        && text.indexOf('.', at) > 0
        && isHostname(text.substring(at + 1));
  }

  private static boolean isHostname(String text) {
    return !text.isEmpty()
        && text.length() <= 253
        && Arrays.stream(text.split("\\.", -1)).allMatch(p -> Patterns.LABEL.matcher(p).matches());
  }

  private static boolean isUri(String text, boolean absolute) {
    return Patterns.URI.matcher(text).matches()
        && (!absolute || Patterns.SCHEME.matcher(text).lookingAt());
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == 10 && LocalDate.parse(text).getYear() >= 0;
    } catch (DateTimeException none) {
      return false;
    }
  }

  private static boolean isDateTime(String text) {
    return text.length() > 11
        && "tT ".indexOf(text.charAt(10)) >= 0
        && isDate(text.substring(0, 10))
        && Patterns.TIME.matcher(text.substring(11)).matches()
        && Patterns.ZONE.matcher(text).find();
  }

  private static boolean isIpv6(String text) {
    String[] halves = text.split("::", -1);
    if (halves.length > 2) {
      return false;
    }
    int groups = 0;
    for (String half : halves) {
      for (String group : half.isEmpty() ? new String[0] : half.split(":", -1)) {
        boolean last = text.endsWith(group);
        if (last && Patterns.IPV4.matcher(group).matches()) {
          groups++;
        } else if (!group.matches("[0-9a-fA-F]{1,4}")) {
          return false;
        }
        groups++;
      }
    }
    return halves.length == 2 ? groups <= 7 : groups == 8;
  }

  private static boolean isRegex(String text) {
    try {
      return Pattern.compile(text).pattern().equals(text);
    } catch (PatternSyntaxException none) {
      return false;
    }
  }
}
