package dev.penstock.connectors.jdbc;

/** How the connection is protected, in libpq's words for {@code sslmode}. */
public enum TlsMode {
  /** Never TLS. */
  DISABLE("disable"),
  /** TLS when the server offers it, unchecked; protects against nobody who can answer for it. */
  PREFER("prefer"),
  /** TLS or nothing; the server's certificate is not checked. */
  REQUIRE("require"),
  /** The certificate must come from a trusted authority; the host name is not compared. */
  VERIFY_CA("verify-ca"),
  /** The certificate must come from a trusted authority and name the host. */
  VERIFY_FULL("verify-full");

  private final String word;

  TlsMode(String word) {
    this.word = word;
  }

  /** As it is written in settings. */
  public String word() {
    return word;
  }

  /** Whether a connection without TLS is refused. */
  public boolean demandsTls() {
    return this != DISABLE && this != PREFER;
  }

  /** Whether the server must show a certificate that is trusted. */
  public boolean checksCertificate() {
    return this == VERIFY_CA || this == VERIFY_FULL;
  }
}
