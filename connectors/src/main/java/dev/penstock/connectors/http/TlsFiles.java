package dev.penstock.connectors.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The user's files for TLS, all PEM.
 *
 * @param authorities certificates to trust besides the system's, for a private CA
 * @param certificate who we are, with the chain up to its authority where there is one
 * @param key of that certificate, PKCS 8 without a password
 */
public record TlsFiles(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());
}
