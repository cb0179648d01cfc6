package dev.penstock.connectors.http;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checked URL, taken apart once. Immutable; its text form leaves out the query, which may hold a
 * token.
 */
public final class WebAddress {
  /** Host names as the DNS and container networks (underscore) know them, or an IPv6 literal. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?");

  /** Ports of mail and shell servers, which can be talked into something by an HTTP request. */
  private static final Set<Integer> FOREIGN_PORTS = Set.of(21, 22, 23, 25, 465, 587, 6379, 11211);

  private final boolean secure;
  private final String host;
  private final int port;
  private final String path;
  private final String target;

  private WebAddress(boolean secure, String host, int port, String path, String query) {
    this.secure = secure;
    this.host = host;
    this.port = port;
    this.path = path;
    this.target = query.isEmpty() ? path : path + "?" + query;
  }

  /**
   * Checks a URL.
   *
   * @param plainAllowed whether {@code http} is taken too, which anybody on the way can read
   * @throws PenstockException CONFIG_INVALID with what is wrong; it never repeats the URL's query
   */
  public static WebAddress of(String url, boolean plainAllowed) {
    URI uri = parsed(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http")) {
      throw invalid("it does not begin with https://", "Write the whole URL.");
    }
    if (!secure && !plainAllowed) {
      throw invalid("plain http can be read by anybody on the way", "Use https.");
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.contains("@")) {
      throw invalid("it holds a user or password", "Put them under auth.");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw invalid("its host cannot be read", "Use a host name in ASCII and a port.");
    }
    int standard = secure ? 443 : 80;
    int port = parts.group("port") == null ? standard : Integer.parseInt(parts.group("port"));
    if (port == 0 || port > 65_535 || FOREIGN_PORTS.contains(port)) {
      throw invalid("port " + port + " is not one for HTTP", "Correct the port.");
    }
    String rawPath = uri.normalize().getRawPath();
    String path = rawPath == null || rawPath.isEmpty() ? "/" : rawPath;
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return new WebAddress(secure, bare(parts.group("host")), port, path, query);
  }

  /** The same host with this path and no query. */
  public WebAddress at(String otherPath) {
    return new WebAddress(secure, host, port, otherPath, "");
  }

  public boolean isSecure() {
    return secure;
  }

  /** The host without brackets, in lower case. */
  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** The path without query; at least a slash. */
  public String path() {
    return path;
  }

  /** Path and query, as in the request line. */
  String target() {
    return target;
  }

  /** What in it may be a secret: the query as a whole and each of its values. */
  public List<Secret> secrets() {
    int question = target.indexOf('?');
    if (question < 0) {
      return List.of();
    }
    var all = new ArrayList<Secret>();
    String query = target.substring(question + 1);
    all.add(new Secret(query));
    for (String pair : query.split("&", -1)) {
      all.add(new Secret(pair.substring(pair.indexOf('=') + 1)));
    }
    return all;
  }

  /** The value of the Host header. */
  String authority() {
    return port == (secure ? 443 : 80) ? hostInUrls() : hostInUrls() + ":" + port;
  }

  /** An IPv6 address in brackets. */
  String hostInUrls() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  /** Scheme, host, port and path in one spelling: the same place gives the same text. */
  public String identity() {
    return (secure ? "https://" : "http://") + hostInUrls() + ":" + port + path;
  }

  @Override
  public String toString() {
    return identity();
  }

  private static URI parsed(String url) {
    try {
      return new URI(url.strip());
    } catch (URISyntaxException unreadable) {
      // The exception's own text repeats the whole URL, and with it a token in the query.
      throw invalid("it cannot be read", "Percent-encode spaces and special characters.");
    }
  }

  private static String bare(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.startsWith("[")) {
      return lower.substring(1, lower.length() - 1);
    }
    return lower.length() > 1 && lower.endsWith(".")
        ? lower.substring(0, lower.length() - 1)
        : lower;
  }

  private static PenstockException invalid(String why, String what) {
    return new PenstockException(
        ErrorCode.CONFIG_INVALID, "The destination's URL is not usable: " + why + ". " + what);
  }
}
