package dev.penstock.connectors.jdbc;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The TLS side of a connection.
 *
 * @param mode how much is demanded of the server
 * @param rootCert the authorities that are trusted, PEM; absent means those that the JVM trusts
 * @param cert the client's certificate with its chain, PEM; not needed when the key is PKCS 12
 * @param key the client's key: PKCS 8 in PEM ({@code .pem}, {@code .key}), PKCS 8 in DER ({@code
 *     .pk8}, {@code .der}), or PKCS 12 ({@code .p12}, {@code .pfx}); not encrypted
 */
public record Tls(TlsMode mode, Optional<Path> rootCert, Optional<Path> cert, Optional<Path> key) {
  public Tls {
    Objects.requireNonNull(mode, "mode");
  }

  /** The mode alone: no files. */
  public static Tls of(TlsMode mode) {
    return new Tls(mode, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public Tls trusting(Path authorities) {
    return new Tls(mode, Optional.of(authorities), cert, key);
  }

  public Tls presenting(Path certificate, Path privateKey) {
    return new Tls(mode, rootCert, Optional.of(certificate), Optional.of(privateKey));
  }
}
