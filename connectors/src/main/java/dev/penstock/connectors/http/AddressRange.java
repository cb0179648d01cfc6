package dev.penstock.connectors.http;

import java.net.InetAddress;
import java.util.List;

/**
 * A range of addresses that a request must not reach, after the IANA special-purpose registries.
 *
 * @param prefix its first address
 * @param bits how many bits of it count
 * @param name what people call it
 * @param rule when it is refused
 */
record AddressRange(byte[] prefix, int bits, String name, Rule rule) {
  /** When a range is refused. */
  enum Rule {
    /** Whatever the settings say. */
    ALWAYS,
    /** Unless private networks are allowed. */
    UNLESS_PRIVATE_ALLOWED
  }

  /** In this order: what hands out credentials to anybody on the machine comes first. */
  static final List<AddressRange> ALL =
      List.of(
          always("169.254.169.254", 32, "cloud metadata"),
          always("169.254.170.2", 32, "container credentials"),
          always("169.254.170.23", 32, "container credentials"),
          always("100.100.100.200", 32, "cloud metadata"),
          always("168.63.129.16", 32, "cloud host agent"),
          always("192.0.0.192", 32, "cloud metadata"),
          always("fd00:ec2::254", 128, "cloud metadata"),
          always("fd00:ec2::23", 128, "container credentials"),
          always("fd20:ce::254", 128, "cloud metadata"),
          always("0.0.0.0", 8, "this network"),
          always("224.0.0.0", 4, "multicast"),
          always("240.0.0.0", 4, "reserved"),
          always("ff00::", 8, "multicast"),
          always("::", 128, "unspecified"),
          local("127.0.0.0", 8, "loopback"),
          local("10.0.0.0", 8, "private"),
          local("172.16.0.0", 12, "private"),
          local("192.168.0.0", 16, "private"),
          local("169.254.0.0", 16, "link-local"),
          local("100.64.0.0", 10, "carrier-grade NAT"),
          local("192.0.0.0", 24, "protocol assignments"),
          local("192.0.2.0", 24, "documentation"),
          local("192.88.99.0", 24, "6to4 relay"),
          local("198.18.0.0", 15, "benchmarking"),
          local("198.51.100.0", 24, "documentation"),
          local("203.0.113.0", 24, "documentation"),
          local("::1", 128, "loopback"),
          local("fc00::", 7, "unique local"),
          local("fe80::", 10, "link-local"),
          local("fec0::", 10, "site-local"),
          local("::", 96, "IPv4-compatible"),
          local("64:ff9b::", 96, "NAT64"),
          local("64:ff9b:1::", 48, "NAT64"),
          local("2002::", 16, "6to4"),
          local("2001::", 23, "protocol assignments"),
          local("2001:db8::", 32, "documentation"),
          local("100::", 64, "discard"),
          local("5f00::", 16, "segment routing"));

  private static AddressRange always(String first, int bits, String name) {
    return new AddressRange(bytes(first), bits, name, Rule.ALWAYS);
  }

  private static AddressRange local(String first, int bits, String name) {
    return new AddressRange(bytes(first), bits, name, Rule.UNLESS_PRIVATE_ALLOWED);
  }

  boolean holds(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != prefix[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff) >> (8 - rest) == 0;
  }

  private static byte[] bytes(String literal) {
    try {
      return InetAddress.ofLiteral(literal).getAddress();
    } catch (IllegalArgumentException typo) {
      throw new IllegalStateException("Not an address: " + literal, typo);
    }
  }
}
