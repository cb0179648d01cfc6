package dev.penstock.connectors.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.connectors.http.Proxy;
import dev.penstock.connectors.http.TlsFiles;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.testkit.destination.Batches;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver with a certificate of its own that asks for ours; keys are made for the occasion. */
@Timeout(120)
class WebhookTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static Path folder = Path.of(".");

  @BeforeAll
  static void makeKeys(@TempDir Path made) throws Exception {
    folder = made;
    for (String name : List.of("server", "client", "stranger")) {
      keytool(
          "-genkeypair -alias x -keyalg EC -dname CN=localhost -ext san=dns:localhost -keystore "
              + file(name + ".p12"));
      KeyStore store = store(name);
      write(name + ".pem", "CERTIFICATE", store.getCertificate("x").getEncoded());
      write(name + ".key", "PRIVATE KEY", store.getKey("x", PASSWORD).getEncoded());
    }
  }

  @Test
  void a_receiver_that_asks_for_a_certificate_gets_ours() throws Exception {
    try (SSLServerSocket receiver = receiver()) {
      assertThat(deliver(receiver, files("server.pem", "client.pem", "client.key")))
          .isEqualTo("ACCEPTED");
    }
  }

  @Test
  void without_a_certificate_or_with_another_no_record_is_sent() throws Exception {
    try (SSLServerSocket receiver = receiver()) {
      var noCertificate =
          new TlsFiles(Optional.of(file("server.pem")), Optional.empty(), Optional.empty());

      // A receiver that hangs up faster than it says why cannot be told from one that is down.
      assertThat(deliver(receiver, noCertificate)).isIn("TLS", "DESTINATION_DOWN");
      assertThat(deliver(receiver, files("server.pem", "stranger.pem", "stranger.key")))
          .isIn("TLS", "DESTINATION_DOWN");
    }
  }

  @Test
  void a_receiver_of_an_unknown_authority_gets_nothing() throws Exception {
    try (SSLServerSocket receiver = receiver()) {
      assertThat(deliver(receiver, files("stranger.pem", "client.pem", "client.key")))
          .isEqualTo("TLS");
      assertThat(deliver(receiver, TlsFiles.NONE)).isEqualTo("TLS");
    }
  }

  @Test
  void through_a_proxy_it_is_still_the_receiver_whose_certificate_counts() throws Exception {
    try (SSLServerSocket receiver = receiver();
        var proxy = PretendProxy.open()) {
      var through = Optional.of(Proxy.of(proxy.url(), Optional.empty(), Optional.empty()));

      assertThat(deliver(receiver, files("server.pem", "client.pem", "client.key"), through))
          .isEqualTo("ACCEPTED");
      assertThat(deliver(receiver, TlsFiles.NONE, through)).isEqualTo("TLS");
      assertThat(proxy.heads())
          .hasSize(2)
          .allMatch(head -> head.startsWith("CONNECT localhost:" + receiver.getLocalPort()));
    }
  }

  @Test
  void files_that_cannot_be_used_are_named_before_anything_is_sent() throws Exception {
    Files.writeString(file("empty.pem"), "");
    write("encrypted.key", "ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
    write("broken.key", "PRIVATE KEY", new byte[] {1, 2, 3});

    assertRefused(files("none.pem", "client.pem", "client.key"), "none.pem");
    assertRefused(files("empty.pem", "client.pem", "client.key"), "empty.pem");
    assertRefused(files("server.pem", "empty.pem", "client.key"), "empty.pem");
    assertRefused(files("server.pem", "client.pem", "encrypted.key"), "encrypted.key");
    assertRefused(files("server.pem", "client.pem", "broken.key"), "broken.key");
    assertRefused(
        new TlsFiles(Optional.empty(), Optional.of(file("client.pem")), Optional.empty()),
        "client.pem");
    assertRefused(
        new TlsFiles(Optional.empty(), Optional.empty(), Optional.of(file("client.key"))),
        "client.key");
  }

  private static void assertRefused(TlsFiles files, String named) {
    var settings =
        WebhookSettings.of(Sending.arraysTo(WebAddress.of("https://localhost/", false)))
            .withTls(files);

    assertThatThrownBy(() -> new WebhookDestination(settings, InstantSource.system()))
        .isInstanceOfSatisfying(
            PenstockException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining(named);
  }

  private static String deliver(SSLServerSocket receiver, TlsFiles files) {
    return deliver(receiver, files, Optional.empty());
  }

  private static String deliver(SSLServerSocket receiver, TlsFiles files, Optional<Proxy> proxy) {
    var address = WebAddress.of("https://localhost:" + receiver.getLocalPort() + "/", false);
    var direct = WebhookSettings.of(Sending.arraysTo(address)).allowingPrivate().withTls(files);
    var settings = proxy.map(direct::through).orElse(direct);
    try (var destination = new WebhookDestination(settings, InstantSource.system())) {
      var batch = Batches.of(Kind.ADDED, List.of("{}".getBytes(UTF_8)));
      return switch (destination.deliver(batch).outcomes().getFirst()) {
        case Outcome.Accepted _ -> "ACCEPTED";
        case Outcome.Skipped _ -> "SKIPPED";
        case Outcome.Retryable(var failure) -> failure.code().name();
        case Outcome.Rejected(var failure) -> failure.code().name();
        case Outcome.Unknown(var failure) -> failure.code().name();
      };
    }
  }

  /** Speaks TLS 1.2, in which a refusal comes before anything is sent. */
  private static SSLServerSocket receiver() throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store("server"), PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", store("client").getCertificate("x"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    var receiver =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    receiver.setNeedClientAuth(true);
    receiver.setEnabledProtocols(new String[] {"TLSv1.2"});
    Thread.ofVirtual().start(() -> answerAll(receiver));
    return receiver;
  }

  private static void answerAll(SSLServerSocket receiver) {
    while (!receiver.isClosed()) {
      try (Socket connection = receiver.accept()) {
        byte[] buffer = new byte[8192];
        if (connection.getInputStream().read(buffer) > 0) {
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
          connection.getOutputStream().flush();
        }
      } catch (IOException refused) {
        // A client without the right certificate is turned away; the next one may have it.
      }
    }
  }

  private static TlsFiles files(String authorities, String certificate, String key) {
    return new TlsFiles(
        Optional.of(file(authorities)), Optional.of(file(certificate)), Optional.of(file(key)));
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }

  private static KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static void write(String name, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file(name), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
