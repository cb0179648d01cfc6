package dev.penstock.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.testkit.destination.Behaviour;
import dev.penstock.testkit.destination.ScriptedServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {
  private static final EgressGuard STRICT = new EgressGuard(EgressRules.PUBLIC_ONLY);
  private static final EgressGuard LENIENT = new EgressGuard(EgressRules.PRIVATE_TOO);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.10",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.1.1",
        "198.18.0.1",
        "192.0.2.1",
        "203.0.113.9",
        "::1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "fec0::1",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "2001::1",
        "2001:db8::1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "100::1",
      })
  void a_private_address_is_refused_unless_allowed(String address) throws Exception {
    assertThat(STRICT.objection(address, InetAddress.ofLiteral(address))).isPresent();
    assertThat(LENIENT.objection(address, InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "169.254.170.2",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "::169.254.169.254",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "ff02::1",
      })
  void metadata_multicast_and_nowhere_are_refused_always(String address) throws Exception {
    assertThat(STRICT.objection(address, InetAddress.ofLiteral(address))).isPresent();
    assertThat(LENIENT.objection(address, InetAddress.ofLiteral(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "11.0.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.255.255",
        "192.169.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "126.255.255.255",
        "128.0.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "2003::1",
      })
  void a_public_address_is_allowed(String address) throws Exception {
    assertThat(STRICT.objection(address, InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,           127.0.0.1,  localhost,         true",
    "127.0.0.1,           127.0.0.2,  localhost,         false",
    "10.2.0.0/16,         10.2.3.4,   crm,               true",
    "10.2.0.0/16,         10.3.3.4,   crm,               false",
    "crm.internal,        10.3.3.4,   CRM.internal.,     true",
    "crm.internal,        10.3.3.4,   a.crm.internal,    false",
    "*.internal,          10.3.3.4,   a.crm.internal,    true",
    "*.internal,          10.3.3.4,   internal,          false",
    "fd00::/8,            fd00::5,    crm,               true",
    "0.0.0.0/0,           10.0.0.1,   crm,               true",
    "0.0.0.0/0,           169.254.169.254, crm,          false",
    "169.254.169.254,     169.254.169.254, 169.254.169.254, false",
    "metadata.internal,   169.254.169.254, metadata.internal, false",
    "::/0,                ::ffff:169.254.169.254, crm,   false",
    "crm.internal,        8.8.8.8,    anything,          true",
  })
  void what_is_listed_may_be_reached_but_never_metadata(
      String rule, String address, String host, boolean may) {
    var guard = new EgressGuard(EgressRules.of(List.of(rule)));

    assertThat(guard.objection(host, InetAddress.ofLiteral(address)).isEmpty()).isEqualTo(may);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0/8",
        "1.2.3.4.5",
        "fd00::/129",
        "a b",
        "",
        "http://x",
        "*",
        "x/8",
        "10.0.0.0/-1"
      })
  void a_rule_that_cannot_be_read_is_told(String rule) {
    assertThat(EgressRules.problem(rule)).isPresent();
    assertThatThrownBy(() -> EgressRules.of(List.of(rule)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void one_bad_address_among_several_refuses_the_name() {
    var guard =
        new EgressGuard(
            EgressRules.PUBLIC_ONLY,
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("10.0.0.1")
                });

    assertThatThrownBy(() -> guard.resolve("two.example")).isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"})
  void loopback_in_any_spelling_is_never_connected_to(String host) {
    try (ScriptedServer server = ScriptedServer.start();
        var sender = sender(STRICT)) {
      Reply reply = sender.send(call("http://" + host + ":" + server.port() + "/"));

      assertThat(reply).isInstanceOf(Reply.NotSent.class);
      assertThat(((Reply.NotSent) reply).failure().code()).isEqualTo(ErrorCode.EGRESS_BLOCKED);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void a_name_that_turns_private_between_two_connections_is_refused_at_the_second() {
    var asked = new AtomicInteger();
    var guard =
        new EgressGuard(
            EgressRules.PRIVATE_TOO,
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral(
                      asked.incrementAndGet() == 1 ? "127.0.0.1" : "169.254.169.254")
                });
    try (ScriptedServer server = ScriptedServer.start();
        var sender = sender(guard)) {
      server.script(request -> Behaviour.respond(200, "{}").with("Connection", "close"));
      HttpCall call = call("http://rebinding.example:" + server.port() + "/");

      assertThat(sender.send(call)).isInstanceOf(Reply.Answered.class);
      assertThat(sender.send(call)).isInstanceOf(Reply.NotSent.class);
    }
  }

  private static HttpSender sender(EgressGuard guard) {
    return new HttpSender(HttpLimits.of(1, Duration.ofSeconds(10)), guard, TlsTrust.system());
  }

  private static HttpCall call(String url) {
    var body = new RequestBody.Bytes(new byte[] {'1'}, 0, 1);
    return new HttpCall("POST", WebAddress.of(url, true), List.of(), body);
  }
}
