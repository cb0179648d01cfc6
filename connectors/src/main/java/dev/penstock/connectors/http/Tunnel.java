package dev.penstock.connectors.http;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Asks a proxy for a connection to a destination. Whatever goes wrong here, nothing of a record was
 * sent yet.
 */
final class Tunnel {
  private final Proxy proxy;
  private final ConnectionEndpoint.RequestExecutor executor;

  Tunnel(Proxy proxy, ConnectionEndpoint.RequestExecutor executor) {
    this.proxy = proxy;
    this.executor = executor;
  }

  /** Why the proxy makes no connection to the address; empty when it did. */
  Optional<Failure> open(
      ConnectionEndpoint endpoint, WebAddress address, HttpClientContext context) {
    String target = address.hostInUrls() + ":" + address.port();
    var request =
        new BasicClassicHttpRequest(
            "CONNECT", new HttpHost("https", address.host(), address.port()), target);
    request.setHeader(HttpHeaders.HOST, target);
    proxy
        .login()
        .ifPresent(login -> request.setHeader(HttpHeaders.PROXY_AUTHORIZATION, login.value()));
    try (ClassicHttpResponse response = endpoint.execute("", request, executor, context)) {
      int status = response.getCode();
      return status >= 200 && status < 300
          ? Optional.empty()
          : Optional.of(refused(status, target));
    } catch (HttpException | IOException broken) {
      return Optional.of(
          Failure.of(
              ErrorCode.DESTINATION_DOWN,
              "The connection to the proxy %s broke before it reached %s."
                  .formatted(proxy, target)));
    }
  }

  private Failure refused(int status, String target) {
    return switch (status) {
      case 407 ->
          Failure.of(
              ErrorCode.DESTINATION_CONFIG,
              status,
              "The proxy %s wants other credentials. Correct `proxy.user` and `proxy.password`."
                  .formatted(proxy));
      case 403, 405 ->
          Failure.of(
              ErrorCode.EGRESS_BLOCKED,
              status,
              "The proxy %s does not let us reach %s.".formatted(proxy, target));
      default ->
          Failure.of(
              ErrorCode.DESTINATION_DOWN,
              status,
              "The proxy %s did not reach %s.".formatted(proxy, target));
    };
  }
}
