package dev.penstock.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.testkit.server.TestMariadb;
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
class MysqlTlsTest {
  private static final ExtractRequest REQUEST = MysqlReader.query("SELECT 1 AS id", "id");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path files;

  @SuppressWarnings("NullAway.Init")
  private static TestMariadb server;

  @BeforeAll
  static void start() throws Exception {
    authority("ca");
    authority("stranger");
    certificate("server", "localhost", "subjectAltName=DNS:localhost");
    certificate("client", "certified", "basicConstraints=CA:FALSE");
    openssl("pkcs12", "-export", "-inkey", file("client.pem"), "-in", file("client.crt"));
    server =
        TestMariadb.start(
            List.of("--ssl-ca={}/ca.crt", "--ssl-cert={}/server.crt", "--ssl-key={}/server.pem"),
            Map.of(
                "ca.crt", Files.readAllBytes(files.resolve("ca.crt")),
                "server.crt", Files.readAllBytes(files.resolve("server.crt")),
                "server.pem", Files.readAllBytes(files.resolve("server.pem"))));
    server.execute(
        "CREATE USER certified@'127.0.0.1' REQUIRE SUBJECT '/CN=certified'",
        "CREATE USER secured@'127.0.0.1' REQUIRE SSL",
        "GRANT SELECT ON shop.* TO certified@'127.0.0.1'",
        "GRANT SELECT ON shop.* TO secured@'127.0.0.1'");
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

  private static void certificate(String name, String subject, String extension) throws Exception {
    openssl("genpkey", "-algorithm", "RSA", "-out", file(name + ".pem"));
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

  private static void openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    if (arguments[0].equals("pkcs12")) {
      command.addAll(List.of("-passout", "pass:", "-out", file("client.p12")));
    }
    TestMariadb.run(command);
  }

  private static String file(String name) {
    return files.resolve(name).toString();
  }

  private static MysqlSettings settings(String host, String user, Tls tls) {
    return MysqlSettings.of(host, server.port(), TestMariadb.DATABASE, user).withTls(tls);
  }

  private static Tls full(String authority) {
    return Tls.of(TlsMode.VERIFY_FULL).trusting(files.resolve(authority));
  }

  private static ErrorCode refused(MysqlSettings settings) {
    PenstockException refused =
        catchThrowableOfType(PenstockException.class, () -> MysqlReader.read(settings, REQUEST));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.getMessage()).endsWith(".");
    return refused.code();
  }

  private static TestStep tlsStep(MysqlSettings settings) {
    return new MysqlSource(settings).test().get(2);
  }

  @Test
  void the_right_authority_and_name_are_trusted_in_full() {
    MysqlSettings settings = settings("localhost", "root", full("ca.crt"));

    assertThat(MysqlReader.read(settings, REQUEST)).hasSize(1);
    assertThat(new MysqlSource(settings).test())
        .allSatisfy(step -> assertThat(step.result()).isEqualTo(TestStep.Result.PASSED));
    assertThat(tlsStep(settings).detail()).contains("CN=localhost");
  }

  @Test
  void another_host_name_is_refused_in_full_and_taken_by_verify_ca() {
    MysqlSettings full = settings("127.0.0.1", "root", full("ca.crt"));
    Tls ca = Tls.of(TlsMode.VERIFY_CA).trusting(files.resolve("ca.crt"));

    assertThat(refused(full)).isEqualTo(ErrorCode.SOURCE_TLS);
    assertThat(tlsStep(full).result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(tlsStep(full).detail()).contains("127.0.0.1");
    assertThat(MysqlReader.read(settings("127.0.0.1", "root", ca), REQUEST)).hasSize(1);
  }

  @Test
  void another_authority_or_a_missing_file_is_refused() {
    for (Tls tls :
        List.of(full("stranger.crt"), Tls.of(TlsMode.VERIFY_FULL), full("nowhere.crt"))) {
      MysqlSettings settings = settings("localhost", "root", tls);

      assertThat(refused(settings)).isEqualTo(ErrorCode.SOURCE_TLS);
      assertThat(tlsStep(settings).result()).isEqualTo(TestStep.Result.FAILED);
    }
  }

  @Test
  void require_and_prefer_encrypt_without_checking() {
    for (TlsMode mode : List.of(TlsMode.REQUIRE, TlsMode.PREFER)) {
      assertThat(MysqlReader.read(settings("127.0.0.1", "secured", Tls.of(mode)), REQUEST))
          .hasSize(1);
    }
    assertThat(refused(settings("127.0.0.1", "secured", Tls.of(TlsMode.DISABLE))))
        .isEqualTo(ErrorCode.SOURCE_AUTH);
  }

  @Test
  void a_client_certificate_logs_in_as_pem_and_as_pkcs12() {
    Tls pem = full("ca.crt").presenting(files.resolve("client.crt"), files.resolve("client.pem"));
    Tls pkcs12 =
        full("ca.crt").presenting(files.resolve("client.crt"), files.resolve("client.p12"));

    for (Tls tls : List.of(pem, pkcs12)) {
      assertThat(MysqlReader.read(settings("localhost", "certified", tls), REQUEST)).hasSize(1);
    }
    assertThat(refused(settings("localhost", "certified", full("ca.crt"))))
        .isEqualTo(ErrorCode.SOURCE_AUTH);
  }

  @Test
  void a_key_that_is_none_is_refused_with_the_way_out() {
    Tls wrong = full("ca.crt").presenting(files.resolve("client.crt"), files.resolve("ca.crt"));

    assertThat(refused(settings("localhost", "certified", wrong))).isEqualTo(ErrorCode.SOURCE_TLS);
    assertThat(tlsStep(settings("localhost", "certified", wrong)).detail())
        .contains("openssl pkcs8");
  }
}
