package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsFiles;
import dev.penstock.connectors.jdbc.TlsMode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.client.tls.HostnameVerifier;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/**
 * Gives the driver our reading of the TLS files: its own takes no PEM key, and trusts a self-signed
 * certificate when the server proves that it knows the password. Found by the driver under {@link
 * #TYPE} through the service loader; the files come as options that the driver itself ignores.
 */
public final class DriverTls implements TlsSocketPlugin {
  static final String TYPE = "penstock";

  private static final String MODE = "penstockTlsMode";
  private static final String ROOT = "penstockTlsRoot";
  private static final String CERT = "penstockTlsCert";
  private static final String KEY = "penstockTlsKey";
  private static final String CONNECTION_FAILED = "08000";

  /** Called by the service loader. */
  public DriverTls() {}

  static void describe(Tls tls, Properties properties) {
    properties.setProperty("tlsSocketType", TYPE);
    properties.setProperty(MODE, tls.mode().word());
    tls.rootCert().ifPresent(path -> properties.setProperty(ROOT, path.toString()));
    tls.cert().ifPresent(path -> properties.setProperty(CERT, path.toString()));
    tls.key().ifPresent(path -> properties.setProperty(KEY, path.toString()));
  }

  private static Tls tls(Configuration conf) {
    Properties options = conf.nonMappedOptions();
    String word = options.getProperty(MODE, TlsMode.VERIFY_FULL.word());
    TlsMode mode =
        Arrays.stream(TlsMode.values())
            .filter(candidate -> candidate.word().equals(word))
            .findFirst()
            .orElse(TlsMode.VERIFY_FULL);
    return new Tls(mode, path(options, ROOT), path(options, CERT), path(options, KEY));
  }

  private static Optional<Path> path(Properties options, String name) {
    return Optional.ofNullable(options.getProperty(name)).map(Path::of);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public TrustManager[] getTrustManager(
      Configuration conf, ExceptionFactory exceptions, HostAddress address) throws SQLException {
    try {
      return TlsFiles.trusted(tls(conf));
    } catch (IOException | GeneralSecurityException e) {
      throw new SQLException(unusable(e), CONNECTION_FAILED, e);
    }
  }

  @Override
  public KeyManager[] getKeyManager(Configuration conf, ExceptionFactory exceptions)
      throws SQLException {
    try {
      return TlsFiles.shown(tls(conf));
    } catch (IOException | GeneralSecurityException e) {
      throw new SQLException(unusable(e), CONNECTION_FAILED, e);
    }
  }

  private static String unusable(Exception e) {
    String kind = e instanceof IOException ? e.getClass().getSimpleName() + " " : "";
    return "a TLS file cannot be used: " + kind + e.getMessage();
  }

  @Override
  public void verify(String host, SSLSession session, long serverThreadId) throws SSLException {
    Certificate[] certificates = session.getPeerCertificates();
    HostnameVerifier.verify(host, (X509Certificate) certificates[0], serverThreadId);
  }
}
