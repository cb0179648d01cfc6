package dev.penstock.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.testkit.destination.Behaviour;
import dev.penstock.testkit.destination.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpSenderTest {
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void connections_are_kept_and_used_again() {
    try (ScriptedServer server = ScriptedServer.start();
        HttpSender sender = sender(2, AMPLE)) {
      for (int i = 0; i < 50; i++) {
        assertThat(sender.send(call(server.port(), "1"))).isInstanceOf(Reply.Answered.class);
      }

      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.received()).hasSize(50);
    }
  }

  @Test
  void a_connection_with_an_unread_or_broken_answer_is_not_used_again() {
    try (ScriptedServer server = ScriptedServer.start();
        HttpSender sender = sender(1, AMPLE)) {
      String huge = "x".repeat(HttpLimits.ANSWER_MAX + 10);
      server.script(request -> Behaviour.respond(200, huge));
      Reply.Answered bounded = answered(sender.send(call(server.port(), "1")));
      server.script(request -> Behaviour.respond(200, "fresh"));
      Reply.Answered fresh = answered(sender.send(call(server.port(), "1")));

      assertThat(bounded.ending()).isEqualTo(Reply.Ending.BOUNDED);
      assertThat(bounded.body()).hasSize(HttpLimits.ANSWER_MAX);
      assertThat(new String(fresh.body(), UTF_8)).isEqualTo("fresh");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void an_answer_of_exactly_the_bound_is_complete() {
    try (ScriptedServer server = ScriptedServer.start();
        HttpSender sender = sender(1, AMPLE)) {
      server.script(request -> Behaviour.respond(200, "x".repeat(HttpLimits.ANSWER_MAX)));

      assertThat(answered(sender.send(call(server.port(), "1"))).ending())
          .isEqualTo(Reply.Ending.COMPLETE);
    }
  }

  @Test
  void a_gzip_answer_is_neither_asked_for_nor_unpacked() {
    try (ScriptedServer server = ScriptedServer.start();
        HttpSender sender = sender(1, AMPLE)) {
      server.script(request -> Behaviour.respond(400, "bomb").with("Content-Encoding", "gzip"));

      Reply.Answered answer = answered(sender.send(call(server.port(), "1")));

      assertThat(new String(answer.body(), UTF_8)).isEqualTo("bomb");
      assertThat(new TheirWords(List.of()).of(answer)).contains("compressed");
      assertThat(server.received().getFirst().header("Accept-Encoding")).isEmpty();
    }
  }

  @Test
  void a_refusal_that_comes_while_a_large_body_is_sent_is_read() throws IOException {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpSender sender = sender(1, AMPLE)) {
      Thread.ofVirtual().start(() -> refuseEarly(listener));

      Reply reply = sender.send(call(listener.getLocalPort(), "x".repeat(20 << 20)));

      assertThat(answered(reply).status()).isEqualTo(413);
      assertThat(answered(reply).sentWhole()).isFalse();
    }
  }

  @Test
  void a_request_that_finds_no_free_connection_in_time_was_not_sent() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        HttpSender sender = sender(1, SHORT)) {
      server.script(request -> new Behaviour.Drip(Duration.ofMillis(20)));
      var replies = new ArrayList<Reply>();
      Thread first = Thread.ofVirtual().start(() -> add(replies, sender, server.port()));
      Thread second = Thread.ofVirtual().start(() -> add(replies, sender, server.port()));
      first.join();
      second.join();

      assertThat(replies).hasSize(2);
      assertThat(server.received().size()).isBetween(1, 2);
    }
  }

  @Test
  void a_name_that_is_not_known_was_not_sent() {
    var guard =
        new EgressGuard(
            EgressRules.PRIVATE_TOO,
            host -> {
              throw new UnknownHostException(host);
            });
    try (var sender = new HttpSender(HttpLimits.of(1, AMPLE), guard, TlsTrust.system())) {
      Reply reply = sender.send(call(80, "1"));

      assertThat(reply).isInstanceOf(Reply.NotSent.class);
      assertThat(((Reply.NotSent) reply).failure().code()).isEqualTo(ErrorCode.DESTINATION_DOWN);
    }
  }

  @Test
  void a_certificate_is_trusted_only_through_its_authority_and_for_its_name(@TempDir Path folder)
      throws Exception {
    Path keys = folder.resolve("server.p12");
    Path authority = folder.resolve("ca.pem");
    keytool(
        "-genkeypair",
        "-keystore",
        keys.toString(),
        "-storepass",
        "changeit",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost");
    keytool(
        "-exportcert",
        "-rfc",
        "-keystore",
        keys.toString(),
        "-storepass",
        "changeit",
        "-alias",
        "server",
        "-file",
        authority.toString());
    try (ServerSocket listener = secure(keys)) {
      Thread.ofVirtual().start(() -> answerAll(listener));
      int port = listener.getLocalPort();

      assertThat(reach("https://localhost:" + port, TlsTrust.system())).isEqualTo("TLS");
      assertThat(reach("https://localhost:" + port, TlsTrust.systemAnd(authority)))
          .isEqualTo("200");
      assertThat(reach("https://127.0.0.1:" + port, TlsTrust.systemAnd(authority)))
          .isEqualTo("TLS");
      assertThat(steps("https://localhost:" + port, TlsTrust.systemAnd(authority)))
          .containsExactly("URL PASSED", "DNS PASSED", "TCP PASSED", "TLS PASSED");
      assertThat(steps("https://localhost:" + port, TlsTrust.system()).getLast())
          .isEqualTo("TLS FAILED");
    }
  }

  private static List<String> steps(String url, SSLContext trust) {
    return ConnectionSteps.of(
            WebAddress.of(url, false),
            new EgressGuard(EgressRules.PRIVATE_TOO),
            trust,
            Duration.ofSeconds(10))
        .stream()
        .map((TestStep step) -> step.name() + " " + step.result())
        .toList();
  }

  private static String reach(String url, SSLContext trust) {
    try (var sender =
        new HttpSender(HttpLimits.of(1, AMPLE), new EgressGuard(EgressRules.PRIVATE_TOO), trust)) {
      var body = new RequestBody.Bytes(new byte[] {'1'}, 0, 1);
      Reply reply = sender.send(new HttpCall("POST", WebAddress.of(url, false), List.of(), body));
      return switch (reply) {
        case Reply.NotSent(var failure) -> failure.code().name();
        case Reply.NoAnswer(String why) -> why;
        case Reply.Answered answer -> Integer.toString(answer.status());
      };
    }
  }

  private static ServerSocket secure(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, "changeit".toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private static void answerAll(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket connection = listener.accept()) {
        byte[] buffer = new byte[8192];
        if (connection.getInputStream().read(buffer) > 0) {
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
          connection.getOutputStream().flush();
        }
      } catch (IOException refused) {
        // A client that does not trust us hangs up; the next one may.
      }
    }
  }

  private static void refuseEarly(ServerSocket listener) {
    try (Socket connection = listener.accept()) {
      InputStream in = connection.getInputStream();
      in.readNBytes(100_000);
      connection
          .getOutputStream()
          .write("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
      connection.getOutputStream().flush();
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException over) {
      // The sender stopped sending, as it should.
    }
  }

  private static void add(List<Reply> replies, HttpSender sender, int port) {
    Reply reply = sender.send(call(port, "1"));
    synchronized (replies) {
      replies.add(reply);
    }
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static Reply.Answered answered(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    return (Reply.Answered) reply;
  }

  private static HttpSender sender(int connections, Duration timeout) {
    return new HttpSender(
        HttpLimits.of(connections, timeout),
        new EgressGuard(EgressRules.PRIVATE_TOO),
        TlsTrust.system());
  }

  private static HttpCall call(int port, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    var address = WebAddress.of("http://127.0.0.1:" + port + "/", true);
    return new HttpCall("POST", address, List.of(), new RequestBody.Bytes(bytes, 0, bytes.length));
  }
}
