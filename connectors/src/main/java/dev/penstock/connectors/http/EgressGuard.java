package dev.penstock.connectors.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Decides which addresses requests may go to. It is the client's name resolver, so every address is
 * checked at the moment of connecting and the checked address is the one connected to: a name that
 * answers differently the second time gains nothing. One bad address among several refuses all.
 * Thread-safe.
 */
public final class EgressGuard implements DnsResolver {
  /** Where names are looked up. */
  @FunctionalInterface
  public interface Names {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  private final EgressRules rules;
  private final Names names;

  /**
   * Uses the system's names.
   *
   * @param rules which addresses besides public ones may be reached; metadata services may not,
   *     whatever they say
   */
  public EgressGuard(EgressRules rules) {
    this(rules, InetAddress::getAllByName);
  }

  public EgressGuard(EgressRules rules, Names names) {
    this.rules = rules;
    this.names = names;
  }

  /** Why an address that a host leads to may not be reached; empty when it may. */
  public Optional<String> objection(String host, InetAddress address) {
    byte[] bytes = address.getAddress();
    return objection(bytes, rules.permit(host, bytes));
  }

  /** The same rules, and this host wherever it leads: whoever runs us named it as the proxy. */
  EgressGuard and(String host) {
    return new EgressGuard(rules.and(host), names);
  }

  /** Why a host that is written as an address may not be reached, though another connects. */
  Optional<String> objectionToLiteral(String host) {
    try {
      return objection(host, InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }

  /** The addresses of a host, unchecked. */
  public InetAddress[] lookUp(String host) throws UnknownHostException {
    return names.lookUp(host);
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = names.lookUp(host);
    if (found.length == 0) {
      throw new UnknownHostException("The name has no address.");
    }
    for (InetAddress address : found) {
      Optional<String> objection = objection(host, address);
      if (objection.isPresent()) {
        throw new Blocked(address.getHostAddress() + " (" + objection.get() + ")");
      }
    }
    return found;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** The address that a guard refused, if a connection failed because of one. */
  static Optional<String> refused(IOException failed) {
    Throwable blocked = failed instanceof Blocked ? failed : failed.getCause();
    return blocked instanceof Blocked
        ? Optional.of(String.valueOf(blocked.getMessage()))
        : Optional.empty();
  }

  private static Optional<String> objection(byte[] address, boolean permitted) {
    for (AddressRange range : AddressRange.ALL) {
      boolean applies = range.rule() == AddressRange.Rule.ALWAYS || !permitted;
      if (applies && range.holds(address)) {
        return Optional.of(range.name());
      }
    }
    return embedded(address).flatMap(inner -> objection(inner, permitted));
  }

  /** The IPv4 address that a translating or tunnelling IPv6 address leads to. */
  private static Optional<byte[]> embedded(byte[] address) {
    if (address.length != 16) {
      return Optional.empty();
    }
    boolean sixToFour = address[0] == 0x20 && address[1] == 0x02;
    if (sixToFour) {
      return Optional.of(Arrays.copyOfRange(address, 2, 6));
    }
    boolean nat64 =
        address[0] == 0
            && address[1] == 0x64
            && address[2] == (byte) 0xff
            && address[3] == (byte) 0x9b;
    boolean zeros = true;
    for (int i = 0; i < 10; i++) {
      zeros &= address[i] == 0;
    }
    boolean loopback =
        zeros
            && address[10] == 0
            && address[11] == 0
            && address[12] == 0
            && address[13] == 0
            && address[14] == 0;
    return (nat64 || zeros) && !loopback
        ? Optional.of(Arrays.copyOfRange(address, 12, 16))
        : Optional.empty();
  }

  /** A name or address that the guard refused. */
  private static final class Blocked extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Blocked(String address) {
      super(address);
    }
  }
}
