package dev.penstock.connectors.http;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom we trust with TLS, and who we say that we are: the system's authorities, those of the user,
 * and a client certificate where one is named.
 */
public final class TlsTrust {
  private TlsTrust() {}

  /** The authorities of the Java runtime. */
  public static SSLContext system() {
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("The Java runtime offers no TLS.", broken);
    }
  }

  /**
   * The system's authorities and those of a PEM file.
   *
   * @throws PenstockException CONFIG_INVALID when the file cannot be read or holds no certificate
   */
  public static SSLContext systemAnd(Path authorities) {
    return of(new TlsFiles(Optional.of(authorities), Optional.empty(), Optional.empty()));
  }

  /**
   * As the user's files say.
   *
   * @throws PenstockException CONFIG_INVALID when one of them cannot be used
   */
  public static SSLContext of(TlsFiles files) {
    if (files.equals(TlsFiles.NONE)) {
      return system();
    }
    KeyManager @Nullable [] identity = identity(files).orElse(null);
    TrustManager @Nullable [] trusted = files.authorities().map(TlsTrust::trusting).orElse(null);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity, trusted, null);
      return context;
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("The Java runtime offers no TLS.", broken);
    }
  }

  private static Optional<KeyManager[]> identity(TlsFiles files) {
    if (files.certificate().isPresent() != files.key().isPresent()) {
      Path alone = files.certificate().or(files::key).orElseThrow();
      throw ClientIdentity.invalid(alone, "a certificate needs its key and a key its certificate");
    }
    return files.certificate().map(file -> ClientIdentity.of(file, files.key().orElseThrow()));
  }

  private static TrustManager[] trusting(Path authorities) {
    try (InputStream in = Files.newInputStream(authorities)) {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (read.isEmpty()) {
        throw invalid(authorities, "it holds no certificate");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate certificate : managerOf(null).getAcceptedIssuers()) {
        store.setCertificateEntry("entry-" + store.size(), certificate);
      }
      for (Certificate certificate : read) {
        store.setCertificateEntry("entry-" + store.size(), certificate);
      }
      return new TrustManager[] {managerOf(store)};
    } catch (IOException unreadable) {
      throw invalid(authorities, "it cannot be read");
    } catch (GeneralSecurityException noCertificate) {
      throw invalid(authorities, "it is not a PEM file of certificates");
    }
  }

  private static X509TrustManager managerOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager");
  }

  private static PenstockException invalid(Path file, String why) {
    return new PenstockException(
        ErrorCode.CONFIG_INVALID,
        "The CA file " + file + " is not usable: " + why + ". Name a PEM file of certificates.");
  }
}
