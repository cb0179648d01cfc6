package dev.penstock.connectors.sandbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HTTP/1.1 server under the simulator: what it reads, keeps open and refuses. */
class HttpTest {
  private Simulator simulator;
  private Wiretap wire;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorSettings.standard());
    wire = new Wiretap(simulator);
  }

  @AfterEach
  void stop() throws IOException {
    wire.close();
    simulator.close();
  }

  private static byte[] gzip(String text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  @Test
  void a_connection_is_kept_for_the_next_request() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(wire.ask("POST", "/in", "{\"id\":" + i + "}").body()).isEqualTo("{}");
    }

    assertThat(simulator.log()).extracting(OracleEntry::connection).containsOnly(1L);
    assertThat(simulator.log()).extracting(OracleEntry::key).containsExactly("0", "1", "2");
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws IOException {
    wire.send("PUT", "/objects/contacts/1", "{}").send("GET", "/objects/contacts/1", "");
    wire.send("GET", "/objects/contacts/2", "");

    assertThat(wire.seen().body()).isEqualTo("{\"id\":\"1\"}");
    assertThat(wire.seen().body()).isEqualTo("{\"id\":\"1\",\"version\":1,\"data\":{}}");
    assertThat(wire.seen().status()).isEqualTo(404);
  }

  @Test
  void a_chunked_body_is_put_together() throws IOException {
    wire.raw("POST /in HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n");
    wire.raw("5;x=y\r\n{\"id\"\r\n4\r\n:17}\r\n0\r\nTrailer: t\r\n\r\n");

    assertThat(wire.seen().status()).isEqualTo(200);
    assertThat(simulator.log().getFirst().payload()).isEqualTo("{\"id\":17}");
    assertThat(wire.ask("GET", "/objects", "").status()).isEqualTo(200);
  }

  @Test
  void a_gzip_body_is_unpacked() throws IOException {
    byte[] body = gzip("[{\"id\":1},{\"id\":2}]");
    String head = "POST /in HTTP/1.1\r\nHost: s\r\nContent-Encoding: gzip\r\nContent-Length: ";

    wire.raw(head + body.length + "\r\n\r\n").raw(body);

    assertThat(wire.seen().status()).isEqualTo(200);
    assertThat(simulator.counts().records()).isEqualTo(2);
  }

  @Test
  void broken_and_unknown_encodings_are_refused() throws IOException {
    assertThat(wire.ask("POST", "/in", "not gzip", "Content-Encoding: gzip").status())
        .isEqualTo(400);
    try (var other = new Wiretap(simulator)) {
      assertThat(other.ask("POST", "/in", "{}", "Content-Encoding: br").status()).isEqualTo(415);
    }
  }

  @Test
  void a_gzip_body_that_unpacks_beyond_the_bound_is_refused() throws IOException {
    byte[] body = gzip(" ".repeat(65 << 20));
    String head = "POST /in HTTP/1.1\r\nHost: s\r\nContent-Encoding: gzip\r\nContent-Length: ";

    wire.raw(head + body.length + "\r\n\r\n").raw(body);

    assertThat(wire.seen().status()).isEqualTo(413);
  }

  @Test
  void a_sender_that_expects_100_continue_gets_it_before_the_body() throws IOException {
    wire.raw("POST /in HTTP/1.1\r\nHost: s\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    assertThat(wire.seen().status()).isEqualTo(100);

    wire.raw("[]");
    assertThat(wire.seen().status()).isEqualTo(200);
  }

  @Test
  void an_oversize_body_is_refused_before_it_is_sent() throws IOException {
    wire.raw(
        "POST /in HTTP/1.1\r\nHost: s\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");

    var seen = wire.seen();
    assertThat(seen.status()).isEqualTo(413);
    assertThat(seen.headers()).containsEntry("connection", "close");
    assertThat(wire.rest()).isEmpty();
  }

  @Test
  void oversize_chunks_are_refused() throws IOException {
    wire.raw("POST /in HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n4000001\r\n");

    assertThat(wire.seen().status()).isEqualTo(413);
  }

  @Test
  void an_oversize_head_is_refused() throws IOException {
    wire.raw("POST /in HTTP/1.1\r\nHost: s\r\nX: " + "x".repeat(70_000) + "\r\n\r\n");

    assertThat(wire.seen().status()).isEqualTo(431);
  }

  @Test
  void what_breaks_http_is_refused_with_400() throws IOException {
    String post = "POST /in HTTP/1.1\r\nHost: s\r\n";
    for (String broken :
        new String[] {
          "hello\r\n\r\n",
          "\u0016\u0003\u0001 garbage here\r\n\r\n",
          "POST /in HTTP/1.1 x\r\n\r\n",
          "POST in HTTP/1.1\r\n\r\n",
          "POST /in FTP\r\n\r\n",
          post + "No colon\r\n\r\n",
          post + "Space : before\r\n\r\n",
          post + " folded\r\n\r\n",
          post + "Content-Length: two\r\n\r\n",
          post + "Content-Length: -2\r\n\r\n",
          post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
          post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
          post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
          post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n",
          post + "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n",
          "POST /in HTTP/1.1\nHost: s\r\n\r\n"
        }) {
      try (var one = new Wiretap(simulator)) {
        assertThat(one.raw(broken).seen().status()).as(broken).isEqualTo(400);
        assertThat(one.rest()).as(broken).isEmpty();
      }
    }
    assertThat(simulator.log()).isEmpty();
  }

  @Test
  void other_versions_methods_and_expectations_have_their_own_answers() throws IOException {
    assertThat(wire.raw("POST /in HTTP/2.0\r\n\r\n").seen().status()).isEqualTo(505);
    try (var one = new Wiretap(simulator)) {
      assertThat(one.ask("BREW", "/in", "").status()).isEqualTo(501);
    }
    try (var one = new Wiretap(simulator)) {
      assertThat(one.ask("POST", "/in", "{}", "Expect: tea").status()).isEqualTo(417);
    }
    try (var one = new Wiretap(simulator)) {
      var seen = one.ask("GET", "/in", "");
      assertThat(seen.status()).isEqualTo(405);
      assertThat(seen.headers()).containsEntry("allow", "POST, PUT, PATCH, DELETE");
      assertThat(one.ask("GET", "/elsewhere", "").status()).isEqualTo(404);
    }
  }

  @Test
  void an_old_client_or_one_that_asks_for_it_is_closed_after_the_answer() throws IOException {
    wire.raw("POST /in HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}");
    assertThat(wire.seen().status()).isEqualTo(200);
    assertThat(wire.rest()).isEmpty();

    try (var one = new Wiretap(simulator)) {
      assertThat(one.ask("POST", "/in", "{}", "Connection: close").status()).isEqualTo(200);
      assertThat(one.rest()).isEmpty();
    }
  }

  @Test
  void broken_json_is_refused_and_the_connection_goes_on() throws IOException {
    String deep = "[".repeat(300) + "]".repeat(300);
    for (String broken :
        new String[] {
          "{\"id\":1",
          "[{},]",
          "{\"a\" 1}",
          "01",
          "nul",
          "\"tab\there\"",
          "{} {}",
          "[1}",
          deep,
          "\"\\x\""
        }) {
      var seen = wire.ask("POST", "/in", broken);
      assertThat(seen.status()).as(broken).isEqualTo(400);
      assertThat(seen.body()).contains("bad_json");
    }
    assertThat(wire.ask("POST", "/in", "{\"id\":1.5e-3,\"t\":[true,null,\"\\u00e9ü\"]}").status())
        .isEqualTo(200);
  }

  @Test
  void text_that_is_not_utf8_is_refused() throws IOException {
    wire.raw("POST /in HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\n\r\n");
    wire.raw(new byte[] {'"', (byte) 0xC3, '"'});

    assertThat(wire.seen().status()).isEqualTo(400);
  }

  @Test
  void a_request_that_never_ends_is_answered_408() throws IOException {
    try (var impatient =
            Simulator.start(
                SimulatorSettings.standard(), InstantSource.system(), Duration.ofMillis(150));
        var slow = new Wiretap(impatient)) {
      slow.raw("POST /in HTTP/1.1\r\nHost: s\r\nContent-Length: 10\r\n\r\n{\"id");

      assertThat(slow.seen().status()).isEqualTo(408);
      assertThat(impatient.log()).isEmpty();
    }
  }

  @Test
  void eight_connections_work_side_by_side() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var senders =
          IntStream.range(0, 8).<Callable<Integer>>mapToObj(n -> () -> sendHundred(n)).toList();
      for (var sender : threads.invokeAll(senders)) {
        assertThat(sender.get()).isEqualTo(100);
      }
    }

    assertThat(simulator.counts().requests()).isEqualTo(800);
    assertThat(simulator.counts().effects()).isEqualTo(800);
    assertThat(simulator.log().stream().map(OracleEntry::connection).distinct()).hasSize(8);
    assertThat(simulator.log())
        .extracting(OracleEntry::number)
        .isEqualTo(LongStream.rangeClosed(1, 800).boxed().toList());
  }

  private int sendHundred(int connection) throws IOException {
    int accepted = 0;
    try (var one = new Wiretap(simulator)) {
      for (int i = 0; i < 100; i++) {
        accepted +=
            one.ask("POST", "/in", "{\"id\":\"" + connection + "-" + i + "\"}").status() / 200;
      }
    }
    return accepted;
  }
}
