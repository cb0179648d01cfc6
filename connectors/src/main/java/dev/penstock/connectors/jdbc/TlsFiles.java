package dev.penstock.connectors.jdbc;

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
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Reads the files of {@link Tls} for a driver that takes the JDK's own managers. */
public final class TlsFiles {
  /** The largest file that is read; a bundle of all public authorities has about 250 kB. */
  private static final int FILE_MAX = 1 << 20;

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private TlsFiles() {}

  /**
   * Whom to trust: anybody unless the mode checks certificates, else the authorities of the file,
   * else those of the JVM.
   *
   * @throws IOException when the file cannot be read
   * @throws GeneralSecurityException when it holds no certificates
   */
  public static TrustManager[] trusted(Tls tls) throws IOException, GeneralSecurityException {
    if (!tls.mode().checksCertificate()) {
      return new TrustManager[] {new Anybody()};
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (tls.rootCert().isEmpty()) {
      factory.init((KeyStore) null);
      return factory.getTrustManagers();
    }
    KeyStore store = empty();
    for (Certificate authority : certificates(tls.rootCert().get())) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
    factory.init(store);
    return factory.getTrustManagers();
  }

  /**
   * What we show: nothing without a key.
   *
   * @throws IOException when a file cannot be read
   * @throws GeneralSecurityException when it holds something else than it should
   */
  public static KeyManager[] shown(Tls tls) throws IOException, GeneralSecurityException {
    if (tls.key().isEmpty()) {
      return new KeyManager[0];
    }
    Path key = tls.key().get();
    char[] none = {};
    KeyStore store = empty();
    if (isPkcs12(key)) {
      store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(read(key)), none);
    } else if (tls.cert().isPresent()) {
      Certificate[] chain = certificates(tls.cert().get()).toArray(new Certificate[0]);
      store.setKeyEntry("client", privateKey(read(key)), none, chain);
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  /** Whether the file is one of those that hold certificate and key. */
  public static boolean isPkcs12(Path key) {
    String name = key.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".p12") || name.endsWith(".pfx");
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> read =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(read(file)));
    if (read.isEmpty()) {
      throw new GeneralSecurityException(file.getFileName() + " holds no certificate");
    }
    return read;
  }

  /** PKCS 8, in PEM or DER. */
  private static PrivateKey privateKey(byte[] file) throws GeneralSecurityException {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int begin = text.indexOf("-----BEGIN PRIVATE KEY-----");
    int end = text.indexOf("-----END PRIVATE KEY-----");
    byte[] der = file;
    if (begin >= 0 && end > begin) {
      String body = text.substring(begin + "-----BEGIN PRIVATE KEY-----".length(), end);
      der = Base64.getMimeDecoder().decode(body);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // The next algorithm may fit.
      }
    }
    throw new GeneralSecurityException(
        "the client key is no unencrypted PKCS 8 key (openssl pkcs8 -topk8 -nocrypt -in old.key"
            + " -out client.pem makes one)");
  }

  private static byte[] read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_MAX + 1);
      if (bytes.length > FILE_MAX) {
        throw new GeneralSecurityException(file.getFileName() + " is larger than any such file");
      }
      return bytes;
    }
  }

  /** For the modes that only encrypt. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
