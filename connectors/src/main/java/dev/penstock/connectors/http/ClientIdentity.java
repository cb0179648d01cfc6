package dev.penstock.connectors.http;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Reads a client certificate and its key, with which we show a server who we are. */
final class ClientIdentity {
  /** The largest key file that is read; a chain of certificates has some kilobytes. */
  private static final int FILE_MAX = 256 * 1024;

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  /** The store lives in memory only; it wants a password all the same. */
  private static final char[] NO_PASSWORD = new char[0];

  private ClientIdentity() {}

  /**
   * What shows the certificate to servers that ask for one.
   *
   * @throws PenstockException CONFIG_INVALID when a file cannot be used
   */
  static KeyManager[] of(Path certificate, Path key) {
    PrivateKey secret = key(key);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("client", secret, NO_PASSWORD, chain(certificate));
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (IOException | GeneralSecurityException unusable) {
      throw invalid(certificate, "certificate and key do not go together");
    }
  }

  private static Certificate[] chain(Path file) {
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)))
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw invalid(file, "it holds no certificate");
      }
      return chain;
    } catch (GeneralSecurityException unreadable) {
      throw invalid(file, "it is not a PEM file of certificates");
    }
  }

  private static PrivateKey key(Path file) {
    String text = new String(read(file), StandardCharsets.ISO_8859_1);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw invalid(file, "it is no PKCS 8 key without a password in PEM");
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    } catch (IllegalArgumentException damaged) {
      throw invalid(file, "its base64 is damaged");
    }
    return ALGORITHMS.stream()
        .flatMap(algorithm -> key(algorithm, der).stream())
        .findFirst()
        .orElseThrow(() -> invalid(file, "its key is none of " + String.join(", ", ALGORITHMS)));
  }

  private static Optional<PrivateKey> key(String algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException another) {
      return Optional.empty();
    }
  }

  private static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_MAX + 1);
      if (bytes.length > FILE_MAX) {
        throw invalid(file, "it is larger than any certificate or key");
      }
      return bytes;
    } catch (IOException unreadable) {
      throw invalid(file, "it cannot be read");
    }
  }

  /** Of the certificate, the key, or both; never with anything that stands in them. */
  static PenstockException invalid(Path file, String why) {
    return new PenstockException(
        ErrorCode.CONFIG_INVALID,
        "The client certificate in "
            + file
            + " is not usable: "
            + why
            + ". Name PEM files under tls.cert and tls.key (openssl pkcs8 -topk8 -nocrypt converts"
            + " an older key).");
  }
}
