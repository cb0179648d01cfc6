package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.TestStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS against a real server, with authorities and certificates made for the occasion. */
@Timeout(60)
class PostgresTlsTest {
  private static final ExtractRequest REQUEST = Reader.query("SELECT 1 AS id", "id");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path files;

  @SuppressWarnings("NullAway.Init")
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    authority("ca");
    authority("stranger");
    certificate(
        "server", "localhost", "subjectAltName=DNS:localhost", "RSA", "rsa_keygen_bits:2048");
    certificate("rsa", "certified", "basicConstraints=CA:FALSE", "RSA", "rsa_keygen_bits:2048");
    certificate("ec", "certified", "basicConstraints=CA:FALSE", "EC", "ec_paramgen_curve:P-256");
    openssl(
        "pkcs8",
        "-topk8",
        "-nocrypt",
        "-in",
        file("rsa.pem"),
        "-outform",
        "DER",
        "-out",
        file("rsa.pk8"));
    openssl(
        "pkcs12",
        "-export",
        "-inkey",
        file("rsa.pem"),
        "-in",
        file("rsa.crt"),
        "-name",
        "user",
        "-passout",
        "pass:",
        "-out",
        file("rsa.p12"));
    openssl("rsa", "-traditional", "-in", file("rsa.pem"), "-out", file("old.pem"));
    server =
        TestPostgres.start(
            new TestPostgres.Setup(
                List.of(
                    "hostssl all certified 127.0.0.1/32 cert",
                    "hostssl all all 127.0.0.1/32 trust"),
                Map.of(
                    "ssl", "on",
                    "ssl_cert_file", "server.crt",
                    "ssl_key_file", "server.key",
                    "ssl_ca_file", "ca.crt"),
                Map.of(
                    "server.crt", Files.readAllBytes(files.resolve("server.crt")),
                    "server.key", Files.readAllBytes(files.resolve("server.pem")),
                    "ca.crt", Files.readAllBytes(files.resolve("ca.crt")))));
    server.execute("CREATE ROLE certified LOGIN");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static void authority(String name) throws Exception {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-noenc",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-keyout",
        file(name + ".pem"),
        "-out",
        file(name + ".crt"));
  }

  private static void certificate(
      String name, String subject, String extension, String algorithm, String option)
      throws Exception {
    openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", file(name + ".pem"));
    openssl(
        "req",
        "-new",
        "-key",
        file(name + ".pem"),
        "-subj",
        "/CN=" + subject,
        "-out",
        file(name + ".csr"));
    Files.writeString(files.resolve(name + ".ext"), extension);
    openssl(
        "x509",
        "-req",
        "-days",
        "2",
        "-in",
        file(name + ".csr"),
        "-CA",
        file("ca.crt"),
        "-CAkey",
        file("ca.pem"),
        "-CAcreateserial",
        "-extfile",
        file(name + ".ext"),
        "-out",
        file(name + ".crt"));
  }

  private static void openssl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    TestPostgres.run(command);
  }

  private static String file(String name) {
    return files.resolve(name).toString();
  }

  private static PostgresSettings settings(String host, String user, Tls tls) {
    return PostgresSettings.of(host, server.port(), "postgres", user).withTls(tls);
  }

  private static Tls full(String authority) {
    return Tls.of(TlsMode.VERIFY_FULL).trusting(files.resolve(authority));
  }

  private static ErrorCode refused(PostgresSettings settings) {
    PenstockException refused =
        catchThrowableOfType(PenstockException.class, () -> Reader.read(settings, REQUEST));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.getMessage()).endsWith(".");
    return refused.code();
  }

  private static TestStep tlsStep(PostgresSettings settings) {
    return new PostgresSource(settings).test().get(2);
  }

  @Test
  void the_right_authority_and_name_are_trusted_in_full() {
    PostgresSettings settings = settings("localhost", "postgres", full("ca.crt"));

    assertThat(Reader.read(settings, REQUEST)).hasSize(1);
    assertThat(new PostgresSource(settings).test())
        .allSatisfy(step -> assertThat(step.result()).isEqualTo(TestStep.Result.PASSED));
    assertThat(tlsStep(settings).detail()).contains("CN=localhost");
  }

  @Test
  void another_host_name_is_refused_in_full_and_taken_by_verify_ca() {
    PostgresSettings full = settings("127.0.0.1", "postgres", full("ca.crt"));
    Tls ca = Tls.of(TlsMode.VERIFY_CA).trusting(files.resolve("ca.crt"));

    assertThat(refused(full)).isEqualTo(ErrorCode.SOURCE_TLS);
    assertThat(tlsStep(full).result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(tlsStep(full).detail()).contains("127.0.0.1");
    assertThat(Reader.read(settings("127.0.0.1", "postgres", ca), REQUEST)).hasSize(1);
  }

  @Test
  void another_authority_is_refused() {
    PostgresSettings stranger = settings("localhost", "postgres", full("stranger.crt"));
    PostgresSettings jvm = settings("localhost", "postgres", Tls.of(TlsMode.VERIFY_FULL));

    assertThat(refused(stranger)).isEqualTo(ErrorCode.SOURCE_TLS);
    assertThat(tlsStep(stranger).result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(refused(jvm)).isEqualTo(ErrorCode.SOURCE_TLS);
  }

  @Test
  void a_missing_authority_file_is_a_tls_failure() {
    PostgresSettings settings = settings("localhost", "postgres", full("nowhere.crt"));

    assertThat(refused(settings)).isEqualTo(ErrorCode.SOURCE_TLS);
    assertThat(tlsStep(settings).result()).isEqualTo(TestStep.Result.FAILED);
  }

  @Test
  void require_and_prefer_encrypt_without_checking() {
    for (TlsMode mode : List.of(TlsMode.REQUIRE, TlsMode.PREFER)) {
      PostgresSettings settings = settings("127.0.0.1", "postgres", Tls.of(mode));

      assertThat(
              Reader.value(settings, "(SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"))
          .isEqualTo("BOOLEAN:true");
    }
  }

  @Test
  void a_server_that_demands_tls_refuses_to_go_without() {
    assertThat(refused(settings("localhost", "postgres", Tls.of(TlsMode.DISABLE))))
        .isEqualTo(ErrorCode.SOURCE_AUTH);
  }

  @Test
  void a_client_certificate_logs_in_whatever_its_format() throws Exception {
    Files.copy(files.resolve("ec.pem"), files.resolve("ec.key"));
    for (String key : List.of("rsa.pem", "rsa.pk8", "ec.key")) {
      Tls tls =
          full("ca.crt")
              .presenting(
                  files.resolve(key.startsWith("ec") ? "ec.crt" : "rsa.crt"), files.resolve(key));

      assertThat(Reader.read(settings("localhost", "certified", tls), REQUEST)).as(key).hasSize(1);
    }
    Tls pkcs12 = full("ca.crt").presenting(files.resolve("rsa.crt"), files.resolve("rsa.p12"));
    assertThat(Reader.read(settings("localhost", "certified", pkcs12), REQUEST)).hasSize(1);
  }

  @Test
  void a_client_without_its_certificate_is_refused_with_a_sentence() {
    PostgresSettings without = settings("localhost", "certified", full("ca.crt"));

    assertThat(refused(without)).isEqualTo(ErrorCode.SOURCE_AUTH);
    assertThat(new PostgresSource(without).test().get(3).detail()).contains("certificate");
  }

  @Test
  void a_key_in_an_old_format_is_refused_with_the_way_out() {
    Tls old = full("ca.crt").presenting(files.resolve("rsa.crt"), files.resolve("old.pem"));

    assertThat(refused(settings("localhost", "certified", old))).isEqualTo(ErrorCode.SOURCE_TLS);
    assertThat(tlsStep(settings("localhost", "certified", old)).detail()).contains("openssl pkcs8");
  }
}
