package dev.penstock.connectors.sandbox.simulator;

import java.util.Locale;

/** What JSON values a member may hold; null is of every type. */
public enum MemberType {
  TEXT("\""),
  NUMBER("-0123456789"),
  BOOLEAN("tf"),
  OBJECT("{"),
  LIST("[");

  private final String firsts;

  MemberType(String firsts) {
    this.firsts = firsts;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a checked JSON value that begins so is of this type. */
  boolean takes(byte first) {
    return first == 'n' || firsts.indexOf(first) >= 0;
  }
}
