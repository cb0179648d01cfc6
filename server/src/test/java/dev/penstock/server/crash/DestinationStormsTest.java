package dev.penstock.server.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.sandbox.simulator.FaultScript;
import dev.penstock.connectors.sandbox.simulator.OracleEntry;
import dev.penstock.connectors.sandbox.simulator.Simulator;
import dev.penstock.connectors.sandbox.simulator.SimulatorSettings;
import dev.penstock.engine.run.History;
import dev.penstock.storage.ledger.PostgresLedger;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The destination cannot be reached, is slow, applies late, wants fewer requests, or lets the login
 * expire, while a real process delivers to it.
 */
class DestinationStormsTest {
  private static final String DELIVERY =
      """
      delivery: {batch: {records: 20}, concurrency: 1, timeout: 2s}
      retry: {in_run: {tries: 2}}
      guard: {min_rows: 900000000}
      """;

  private static final Servers.Ledger LEDGER = Servers.newLedger();

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @BeforeEach
  void set() {
    scene = Scene.set(folder, Shape.ARRAY, Optional.of(LEDGER));
    scene.writeSync(DELIVERY);
    scene.insert(1, 100);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void faults(String... rules) {
    String script = "[" + String.join(",", rules).replace('\'', '"') + "]";
    scene.simulator().faults(FaultScript.parse(JsonMapper.shared().readTree(script)));
  }

  private List<History.Letter> letters() {
    try (PostgresLedger open = scene.ledger().open()) {
      return open.history().letters(scene.project(), Optional.of(Scene.SYNC), 1000);
    }
  }

  private void sendTo(String address) {
    scene.write(
        "destinations/tool.yaml",
        scene
            .shape()
            .destination(scene.simulator().port())
            .replace("http://127.0.0.1:" + scene.simulator().port(), address));
  }

  @Test
  void a_tool_that_refuses_connections_defers_the_run_and_gets_all_when_it_is_back()
      throws IOException {
    int port;
    try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = door.getLocalPort();
    }
    sendTo("http://127.0.0.1:" + port);

    Child.Ended deferred = scene.run();
    List<History.Letter> letters = letters();
    try (Simulator back = Simulator.start(SimulatorSettings.standard().withPort(port))) {
      Child.Ended next = scene.run();

      assertThat(deferred.code()).as(deferred.toString()).isEqualTo(10);
      assertThat(deferred.out()).contains("DESTINATION_DOWN", "\"pending\":100");
      assertThat(letters).isEmpty();
      assertThat(next.code()).as(next.toString()).isZero();
      assertThat(back.counts().effects()).isEqualTo(100);
    }
  }

  @Test
  void a_name_that_nobody_knows_defers_the_run_and_leaves_no_letter() {
    sendTo("http://nowhere.invalid");

    Child.Ended deferred = scene.run();

    assertThat(deferred.code()).as(deferred.toString()).isEqualTo(10);
    assertThat(deferred.out()).contains("DESTINATION_DOWN", "\"pending\":100");
    assertThat(letters()).isEmpty();
  }

  @Test
  void a_port_that_speaks_no_tls_is_said_and_leaves_no_letter() throws IOException {
    try (var door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> speakPlainly(door));
      sendTo("https://127.0.0.1:" + door.getLocalPort());

      Child.Ended failed = scene.run();

      assertThat(failed.code()).as(failed.toString()).isEqualTo(1);
      assertThat(failed.out()).contains("\"TLS\"", "\"pending\":100");
      assertThat(letters()).isEmpty();
    }
  }

  private static void speakPlainly(ServerSocket door) {
    try {
      while (true) {
        try (Socket socket = door.accept()) {
          byte[] _ = socket.getInputStream().readNBytes(16);
          socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
        }
      }
    } catch (IOException over) {
      // The test is over.
    }
  }

  @Test
  void a_tool_that_lets_nobody_in_is_given_up_in_time() throws IOException {
    try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> queue = new ArrayList<>();
      try {
        while (isLetIn(door, queue)) {
          assertThat(queue).as("connections in the queue").hasSizeLessThan(100);
        }
        sendTo("http://127.0.0.1:" + door.getLocalPort());

        Child.Ended ended = scene.run();

        assertThat(ended.err()).doesNotContain("HANGS");
        assertThat(ended.code()).as(ended.toString()).isEqualTo(10);
        assertThat(letters()).isEmpty();
      } finally {
        for (Socket socket : queue) {
          socket.close();
        }
      }
    }
  }

  private static boolean isLetIn(ServerSocket door, List<Socket> queue) throws IOException {
    var socket = new Socket();
    queue.add(socket);
    try {
      socket.connect(new InetSocketAddress(door.getInetAddress(), door.getLocalPort()), 300);
      return true;
    } catch (SocketTimeoutException full) {
      return false;
    }
  }

  @Test
  void a_slow_tool_makes_a_run_long_and_nothing_else() {
    faults("{'action':{'latency':{'base':'800ms'}}}");

    Child slow = scene.startRun("");
    slow.until("its second request", () -> scene.requests() >= 2);
    Child.Ended other = scene.run();
    Child.Ended ended = slow.ended();

    assertThat(other.code()).as(other.toString()).isEqualTo(1);
    assertThat(other.out()).contains("SYNC_BUSY");
    assertThat(ended.code()).as(ended.toString()).isZero();
    assertThat(scene.requests()).isEqualTo(5);
    assertThat(scene.account()).matches(Account::isRight);
    assertThat(scene.account().repeats()).isZero();
  }

  @Test
  void a_value_that_arrives_late_never_replaces_the_newer_one() {
    scene.deliverAll();
    scene.sql("UPDATE T SET revision = 1 WHERE id = 10");
    faults("{'action':{'late_apply':'5s'},'times':1}", "{'action':{'status':503}}");
    Child.Ended deferred = scene.run();
    scene.sql("UPDATE T SET revision = 2 WHERE id = 10");
    scene.faults();

    Child.Ended next = scene.run();

    assertThat(deferred.code()).as(deferred.toString()).isEqualTo(10);
    assertThat(next.code()).as(next.toString()).isZero();
    List<String> effects =
        scene.simulator().log().stream()
            .filter(entry -> entry.key().equals("10") && entry.effect())
            .map(OracleEntry::payload)
            .toList();
    assertThat(effects).hasSize(3);
    assertThat(effects.get(1)).as("the late one").contains("\"revision\":1");
    assertThat(effects.get(2)).as("the newer one waited for it").contains("\"revision\":2");
    assertThat(scene.account().stale()).isZero();
  }

  @Test
  void in_a_storm_of_429_nothing_is_sent_before_its_time_and_nonsense_is_no_time() {
    faults(
        "{'match':{'nth':2},'action':{'status':429,'retry_after':2}}",
        "{'match':{'nth':3},'action':{'retry_after':'past'}}",
        "{'match':{'nth':4},'action':{'retry_after':'garbage'}}",
        "{'match':{'nth':5},'action':{'status':429,'retry_after':{'form':'date','seconds':3}}}");

    Child.Ended ended = scene.run();

    assertThat(ended.code()).as(ended.toString()).isZero();
    List<OracleEntry> log = scene.simulator().log();
    List<Double> pauses = new ArrayList<>();
    for (int i = 1; i < log.size(); i++) {
      OracleEntry before = log.get(i - 1);
      if (before.request() != log.get(i).request() && before.status() == 429) {
        pauses.add((log.get(i).arrivedNanos() - before.answeredNanos()) / 1e9);
      }
    }
    assertThat(pauses).hasSize(4);
    assertThat(pauses.get(0)).as("seconds").isBetween(2.0, 10.0);
    // A date has whole seconds, so up to one of them is cut off.
    assertThat(pauses.get(3)).as("date").isBetween(2.0, 10.0);
    assertThat(letters()).isEmpty();
    assertThat(scene.account()).matches(Account::isRight);
  }

  @Test
  void a_retry_after_of_years_defers_the_run_after_one_request_and_binds_the_next_one() {
    faults("{'action':{'retry_after':'huge'}}");

    Child.Ended deferred = scene.run();
    scene.faults();
    Child.Ended tooEarly = scene.run();
    long requests = scene.requests();
    scene.waitIsOver();
    Child.Ended next = scene.run();

    assertThat(deferred.code()).as(deferred.toString()).isEqualTo(10);
    assertThat(deferred.out()).contains("QUOTA_EXHAUSTED");
    assertThat(tooEarly.code()).as(tooEarly.toString()).isEqualTo(10);
    assertThat(requests).isEqualTo(1);
    assertThat(next.code()).as(next.toString()).isZero();
    assertThat(letters()).isEmpty();
    assertThat(scene.account()).matches(Account::isRight);
  }

  @Test
  void a_login_that_expires_in_the_middle_is_one_error_and_goes_on_when_it_is_repaired()
      throws IOException {
    faults("{'match':{'key':'5*'},'action':{'unauthorized_until_refresh':true}}");

    Child.Ended expired = scene.run();
    long refused = scene.simulator().counts().byStatus().getOrDefault(401, 0L);
    Account between = scene.account();
    List<History.Letter> letters = letters();
    var repair =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + scene.simulator().port() + "/_sim/refresh")
                .toURL()
                .openConnection();
    repair.setRequestMethod("POST");
    int repaired = repair.getResponseCode();
    Child.Ended next = scene.run();

    assertThat(expired.code()).as(expired.toString()).isEqualTo(1);
    assertThat(expired.out()).contains("AUTH_EXPIRED");
    assertThat(refused).as("requests that met it").isEqualTo(1);
    assertThat(letters).isEmpty();
    assertThat(between.falselyDelivered() + between.uncounted()).isZero();
    assertThat(between.lost()).isPositive();
    assertThat(repaired).isEqualTo(200);
    assertThat(next.code()).as(next.toString()).isZero();
    assertThat(scene.account()).isEqualTo(new Account(0, 0, 0, 0, 0, 0, 0));
  }
}
