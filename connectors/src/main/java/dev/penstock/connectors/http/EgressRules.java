package dev.penstock.connectors.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses besides public ones may be reached: those of the machine itself and of private
 * networks, as far as they are listed. Immutable.
 */
public final class EgressRules {
  /** What most projects need: nothing but the internet. */
  public static final EgressRules PUBLIC_ONLY = new EgressRules(List.of(), List.of());

  /** Every loopback and private address; for receivers that are meant for tests. */
  public static final EgressRules PRIVATE_TOO =
      new EgressRules(
          List.of(),
          List.of(
              new AddressRange(new byte[4], 0, "any", AddressRange.Rule.UNLESS_PRIVATE_ALLOWED),
              new AddressRange(new byte[16], 0, "any", AddressRange.Rule.UNLESS_PRIVATE_ALLOWED)));

  private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

  /** Shorter forms of IPv4 mean something else to everybody. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|.*:.*");

  private static final Pattern LOOKS_LIKE_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private final List<String> hosts;
  private final List<AddressRange> ranges;

  private EgressRules(List<String> hosts, List<AddressRange> ranges) {
    this.hosts = List.copyOf(hosts);
    this.ranges = List.copyOf(ranges);
  }

  /**
   * Rules from their texts, each a host ({@code crm.internal}, {@code *.internal}), an address or a
   * range ({@code 10.2.0.0/16}).
   *
   * @throws IllegalArgumentException when {@link #problem} has something to say about one
   */
  public static EgressRules of(List<String> texts) {
    List<String> hosts = new ArrayList<>();
    List<AddressRange> ranges = new ArrayList<>();
    for (String text : texts) {
      problem(text)
          .ifPresent(
              why -> {
                throw new IllegalArgumentException(why);
              });
      range(text).ifPresentOrElse(ranges::add, () -> hosts.add(plain(text)));
    }
    return new EgressRules(hosts, ranges);
  }

  /** These rules, and this host wherever it leads. */
  EgressRules and(String host) {
    List<String> more = new ArrayList<>(hosts);
    more.add(host);
    return new EgressRules(more, ranges);
  }

  /** What is wrong with the text of a rule, as a sentence; empty when nothing is. */
  public static Optional<String> problem(String text) {
    if (range(text).isPresent()) {
      return Optional.empty();
    }
    String plain = plain(text);
    if (text.contains("/") || LOOKS_LIKE_ADDRESS.matcher(plain).matches()) {
      return Optional.of("`" + text + "` is no address and no range of them.");
    }
    return HOST.matcher(plain).matches()
        ? Optional.empty()
        : Optional.of("`" + text + "` is no host name.");
  }

  /** Whether a host, or the address that it leads to, is listed. */
  boolean permit(String host, byte[] address) {
    return hosts.stream().anyMatch(rule -> fits(rule, host))
        || ranges.stream().anyMatch(range -> range.holds(address));
  }

  private static boolean fits(String rule, String host) {
    String plain = plain(host);
    return rule.startsWith("*.") ? plain.endsWith(rule.substring(1)) : plain.equals(rule);
  }

  private static String plain(String host) {
    String lower = host.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static Optional<AddressRange> range(String text) {
    String[] parts = text.strip().split("/", -1);
    if (parts.length > 2 || !ADDRESS.matcher(parts[0]).matches()) {
      return Optional.empty();
    }
    byte[] first;
    try {
      first = InetAddress.ofLiteral(parts[0]).getAddress();
    } catch (IllegalArgumentException typo) {
      return Optional.empty();
    }
    int all = first.length * Byte.SIZE;
    if (parts.length == 2 && !parts[1].matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : all;
    return bits <= all
        ? Optional.of(new AddressRange(first, bits, text, AddressRange.Rule.UNLESS_PRIVATE_ALLOWED))
        : Optional.empty();
  }
}
