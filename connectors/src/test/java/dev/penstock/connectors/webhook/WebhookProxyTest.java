package dev.penstock.connectors.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.connectors.http.Proxy;
import dev.penstock.connectors.http.Secret;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.error.Scope;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.testkit.destination.Batches;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that go through a proxy. TLS through one is in {@link WebhookTlsTest}. */
@Timeout(120)
class WebhookProxyTest {
  private static Outcome deliver(String url, PretendProxy proxy) {
    Proxy through =
        Proxy.of(proxy.url(), Optional.of("ada"), Optional.of(new Secret("open sesame")));
    var settings = WebhookSettings.of(Sending.arraysTo(WebAddress.of(url, true))).through(through);
    try (var destination = new WebhookDestination(settings, InstantSource.system())) {
      var batch = Batches.of(Kind.ADDED, List.of("{}".getBytes(UTF_8)));
      return destination.deliver(batch).outcomes().getFirst();
    }
  }

  @Test
  void plain_http_is_asked_for_by_its_whole_url_and_the_proxy_looks_the_name_up() throws Exception {
    try (var proxy = PretendProxy.answering("200 OK")) {
      assertThat(deliver("http://crm.example:8080/in?k=1", proxy))
          .isInstanceOf(Outcome.Accepted.class);

      assertThat(proxy.heads())
          .singleElement()
          .asString()
          .startsWith("POST http://crm.example:8080/in?k=1 HTTP/1.1\r\n")
          .contains("Host: crm.example:8080\r\n")
          .contains("Proxy-Authorization: Basic YWRhOm9wZW4gc2VzYW1l\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "407 Proxy Authentication Required, DESTINATION_CONFIG, other credentials",
    "403 Forbidden,                     EGRESS_BLOCKED,     does not let us reach crm.example:443",
    "502 Bad Gateway,                   DESTINATION_DOWN,   did not reach crm.example:443",
    "503 Service Unavailable,           DESTINATION_DOWN,   did not reach crm.example:443",
    "'',                                DESTINATION_DOWN,   broke before it reached"
        + " crm.example:443",
  })
  void what_a_proxy_refuses_was_not_sent_and_is_about_the_destination(
      String answer, ErrorCode code, String words) throws IOException {
    try (var proxy = PretendProxy.answering(answer)) {
      Outcome outcome = deliver("https://crm.example/in", proxy);

      assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
      Failure failure = ((Outcome.Retryable) outcome).failure();
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.scope()).isEqualTo(Scope.DESTINATION);
      assertThat(failure.theirs()).contains(words).doesNotContain("sesame");
      assertThat(proxy.heads().getFirst()).startsWith("CONNECT crm.example:443 HTTP/1.1\r\n");
    }
  }

  @Test
  void a_proxy_that_is_not_there_is_named() throws IOException {
    var proxy = PretendProxy.open();
    proxy.close();

    Outcome outcome = deliver("https://crm.example/in", proxy);

    Failure failure = ((Outcome.Retryable) outcome).failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.DESTINATION_DOWN);
    assertThat(failure.theirs()).startsWith("the proxy 127.0.0.1:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "127.0.0.1", "10.0.0.1", "[::1]", "[::ffff:10.0.0.1]"})
  void an_address_that_may_not_be_reached_is_not_asked_of_a_proxy(String host) throws IOException {
    try (var proxy = PretendProxy.open()) {
      Outcome outcome = deliver("https://" + host + "/in", proxy);

      assertThat(((Outcome.Retryable) outcome).failure().code())
          .isEqualTo(ErrorCode.EGRESS_BLOCKED);
      assertThat(proxy.heads()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://p.example:3128", "http://p.example/path", "socks://p", "p:1"})
  void a_proxy_is_named_by_a_plain_address(String url) {
    assertThatThrownBy(() -> Proxy.of(url, Optional.empty(), Optional.empty()))
        .isInstanceOfSatisfying(
            PenstockException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
  }

  @Test
  void a_test_says_whether_the_proxy_is_there() throws IOException {
    PretendProxy proxy = PretendProxy.open();
    var settings =
        WebhookSettings.of(Sending.arraysTo(WebAddress.of("https://crm.example/", true)))
            .through(Proxy.of(proxy.url(), Optional.empty(), Optional.empty()));
    try (var destination = new WebhookDestination(settings, InstantSource.system())) {
      assertThat(destination.test()).extracting(TestStep::name).containsExactly("URL", "proxy");
      assertThat(destination.test()).allMatch(step -> step.result() == TestStep.Result.PASSED);
      proxy.close();
      assertThat(destination.test().getLast().result()).isEqualTo(TestStep.Result.FAILED);
    }
  }
}
