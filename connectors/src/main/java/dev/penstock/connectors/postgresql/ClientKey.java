package dev.penstock.connectors.postgresql;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the driver must be told about a client's key file. The driver (42.7) tells formats apart by
 * the file's ending and wants to know a PEM key's algorithm; this looks into the file instead of
 * asking the user.
 */
final class ClientKey {
  /** The largest key file that is read; an RSA key of 16,384 bits has 13 kB. */
  private static final int FILE_MAX = 64 * 1024;

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private ClientKey() {}

  static boolean isPkcs12(Path key) {
    return endsWith(key, ".p12") || endsWith(key, ".pfx");
  }

  private static boolean isPem(Path key) {
    return endsWith(key, ".pem") || endsWith(key, ".key");
  }

  private static boolean endsWith(Path key, String ending) {
    return key.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /**
   * The algorithm of a PEM key; empty for the other formats.
   *
   * @throws PenstockException SOURCE_TLS when the file cannot be used
   */
  static Optional<String> pemAlgorithm(Path key) {
    byte[] bytes = read(key);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean armoured = text.contains("-----BEGIN ");
    if (!isPem(key)) {
      if (armoured) {
        throw refused(key, "it is PEM, which the driver expects under the endings .pem and .key");
      }
      return Optional.empty();
    }
    int begin = text.indexOf("-----BEGIN PRIVATE KEY-----");
    int end = text.indexOf("-----END PRIVATE KEY-----");
    if (begin < 0 || end < begin) {
      throw refused(key, "it is no unencrypted PKCS 8 key in PEM");
    }
    String body = text.substring(begin + "-----BEGIN PRIVATE KEY-----".length(), end);
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw refused(key, "its base64 is damaged");
    }
    for (String algorithm : ALGORITHMS) {
      if (fits(algorithm, der)) {
        return Optional.of(algorithm);
      }
    }
    throw refused(key, "its algorithm is none of " + String.join(", ", ALGORITHMS));
  }

  private static byte[] read(Path key) {
    try (InputStream in = Files.newInputStream(key)) {
      byte[] bytes = in.readNBytes(FILE_MAX + 1);
      if (bytes.length > FILE_MAX) {
        throw refused(key, "it is larger than any key");
      }
      return bytes;
    } catch (IOException e) {
      throw refused(key, "it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static boolean fits(String algorithm, byte[] der) {
    try {
      KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static PenstockException refused(Path key, String why) {
    return new PenstockException(
        ErrorCode.SOURCE_TLS,
        "The client key "
            + key.getFileName()
            + " cannot be used: "
            + why
            + ". Convert it (openssl pkcs8 -topk8 -nocrypt -in old.key -out client.pem) and try"
            + " again.");
  }
}
