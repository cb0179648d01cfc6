package dev.penstock.connectors.http;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests over kept connections and tells how far each got. It follows no redirect, repeats
 * nothing, keeps no cookies and unpacks no answer: what the other side says is handed on as it is.
 * Thread-safe and blocking; made for virtual threads. It speaks to the connection manager itself
 * instead of the client on top, because only so it knows whether a byte may have left.
 */
public final class HttpSender implements AutoCloseable {
  /** A header line of a well-meaning server; longer ones end the request as lost. */
  private static final int LINE_MAX = 32 * 1024;

  private static final int HEADERS_MAX = 200;

  /** Servers close idle connections after some 5 to 60 s; this looks before it uses an old one. */
  private static final TimeValue LOOK_WHEN_IDLE_FOR = TimeValue.ofMilliseconds(200);

  private static final TimeValue KEEP = TimeValue.ofSeconds(50);

  /** A tool moves to another address now and then; a connection must not hold on to the old one. */
  private static final TimeValue LIFE_MAX = TimeValue.ofMinutes(5);

  private final HttpLimits limits;
  private final Timeout leaseTimeout;
  private final PoolingHttpClientConnectionManager connections;
  private final ConnectionEndpoint.RequestExecutor executor = new HttpRequestExecutor()::execute;
  private final ConnectionReuseStrategy reuse = DefaultConnectionReuseStrategy.INSTANCE;
  private final Deadlines deadlines;
  private final Map<WebAddress, HttpRoute> routes = new ConcurrentHashMap<>();
  private final EgressGuard guard;
  private final Optional<Proxy> proxy;

  /**
   * A sender without a proxy; it connects nothing yet.
   *
   * @param guard decides which addresses may be reached
   * @param trust whom to trust with TLS
   */
  public HttpSender(HttpLimits limits, EgressGuard guard, SSLContext trust) {
    this(limits, guard, trust, Optional.empty());
  }

  /** A sender whose requests go through a proxy, if there is one. */
  public HttpSender(HttpLimits limits, EgressGuard guard, SSLContext trust, Optional<Proxy> proxy) {
    this.limits = limits;
    this.guard = guard;
    this.proxy = proxy;
    leaseTimeout = Timeout.of(limits.request());
    Timeout connect = Timeout.of(limits.connect());
    var http =
        Http1Config.custom().setMaxLineLength(LINE_MAX).setMaxHeaderCount(HEADERS_MAX).build();
    connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(proxy.map(Proxy::host).map(guard::and).orElse(guard))
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
            .setMaxConnTotal(limits.connections())
            .setMaxConnPerRoute(limits.connections())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(connect)
                    .setSocketTimeout(leaseTimeout)
                    .setValidateAfterInactivity(LOOK_WHEN_IDLE_FOR)
                    .setTimeToLive(LIFE_MAX)
                    .build())
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(http)
                    .responseOutOfOrderStrategy(
                        // A refusal that comes while a large body is still on its way.
                        (request, connection, in, sent, next) -> sent > 0 && in.available() > 0)
                    .build())
            .build();
    deadlines = new Deadlines(limits.request());
  }

  /** Sends one request and waits for its answer, for at most the request's time. Never throws. */
  public Reply send(HttpCall call) {
    var exchange = new Exchange(System.nanoTime() + limits.request().toNanos());
    deadlines.add(exchange);
    try {
      return leased(call, exchange);
    } finally {
      deadlines.remove(exchange);
    }
  }

  @Override
  public void close() {
    deadlines.close();
    connections.close(CloseMode.IMMEDIATE);
  }

  private Reply leased(HttpCall call, Exchange exchange) {
    if (proxy.isPresent()) {
      String host = call.address().host();
      Optional<String> objection = guard.objectionToLiteral(host);
      if (objection.isPresent()) {
        return notSent(
            ErrorCode.EGRESS_BLOCKED,
            "%s is %s, and `egress.allow` does not list that.".formatted(host, objection.get()));
      }
    }
    ConnectionEndpoint endpoint;
    try {
      endpoint = connections.lease("", route(call.address()), leaseTimeout, null).get(leaseTimeout);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return notSent(ErrorCode.DESTINATION_DOWN, "We are stopping; no connection was made.");
    } catch (TimeoutException | ExecutionException busy) {
      return notSent(ErrorCode.DESTINATION_DOWN, "No connection became free in time.");
    } catch (IllegalStateException closed) {
      return notSent(ErrorCode.DESTINATION_DOWN, "The sender is closed; nothing was sent.");
    }
    exchange.use(endpoint);
    boolean reusable = false;
    try {
      HttpClientContext context = HttpClientContext.create();
      if (!endpoint.isConnected()) {
        Optional<Reply> failed = connect(call.address(), exchange, endpoint, context);
        if (failed.isPresent()) {
          return failed.get();
        }
      }
      if (exchange.isExpired()) {
        return notSent(ErrorCode.DESTINATION_DOWN, "Connecting took all the time there was.");
      }
      BasicClassicHttpRequest request = request(call);
      var sent = new SentBody(call.body());
      request.setEntity(sent);
      ClassicHttpResponse response = endpoint.execute("", request, executor, context);
      Reply.Answered answer = AnswerReader.read(response, sent.isWhole());
      reusable =
          answer.ending() == Reply.Ending.COMPLETE
              && answer.sentWhole()
              && reuse.keepAlive(request, response, context);
      return answer;
    } catch (SSLHandshakeException refused) {
      // With TLS 1.3 a server tells what it thinks of our certificate after we began to send.
      return notConnected(place(call.address()), refused, exchange.isExpired());
    } catch (HttpException | IOException | IllegalStateException lost) {
      return new Reply.NoAnswer(why(lost, exchange.isExpired()));
    } finally {
      release(endpoint, exchange, reusable);
    }
  }

  private Optional<Reply> connect(
      WebAddress address,
      Exchange exchange,
      ConnectionEndpoint endpoint,
      HttpClientContext context) {
    try {
      connections.connect(endpoint, null, context);
    } catch (IOException failed) {
      String where = proxy.map(it -> "the proxy " + it).orElse(place(address));
      return Optional.of(notConnected(where, failed, exchange.isExpired()));
    }
    if (proxy.isEmpty() || !address.isSecure()) {
      return Optional.empty();
    }
    Optional<Failure> refused = new Tunnel(proxy.get(), executor).open(endpoint, address, context);
    if (refused.isPresent()) {
      return Optional.of(new Reply.NotSent(refused.get()));
    }
    try {
      connections.upgrade(endpoint, context);
      return Optional.empty();
    } catch (IOException failed) {
      return Optional.of(notConnected(place(address), failed, exchange.isExpired()));
    }
  }

  private static String place(WebAddress address) {
    return address.host() + ":" + address.port();
  }

  private void release(ConnectionEndpoint endpoint, Exchange exchange, boolean reusable) {
    boolean inTime = exchange.finish();
    boolean keep = reusable && inTime;
    if (!keep) {
      endpoint.close(CloseMode.IMMEDIATE);
    }
    connections.release(endpoint, null, keep ? KEEP : null);
  }

  private HttpRoute route(WebAddress address) {
    return routes.computeIfAbsent(
        address,
        a -> {
          var target = new HttpHost(a.isSecure() ? "https" : "http", a.host(), a.port());
          return proxy
              .map(it -> new HttpHost("http", it.host(), it.port()))
              .map(it -> through(it, target, a.isSecure()))
              .orElseGet(() -> new HttpRoute(target, null, a.isSecure()));
        });
  }

  private static HttpRoute through(HttpHost proxy, HttpHost target, boolean secure) {
    return new HttpRoute(
        target,
        null,
        new HttpHost[] {proxy},
        secure,
        secure ? TunnelType.TUNNELLED : TunnelType.PLAIN,
        secure ? LayerType.LAYERED : LayerType.PLAIN);
  }

  private BasicClassicHttpRequest request(HttpCall call) {
    var request = new BasicClassicHttpRequest(call.method(), call.address().target());
    if (proxy.isPresent() && !call.address().isSecure()) {
      request =
          new BasicClassicHttpRequest(
              call.method(),
              null,
              "http://" + call.address().authority() + call.address().target());
      Optional<Secret> login = proxy.get().login();
      if (login.isPresent()) {
        request.setHeader(HttpHeaders.PROXY_AUTHORIZATION, login.get().value());
      }
    }
    request.setHeader(HttpHeaders.HOST, call.address().authority());
    request.setHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(call.body().length()));
    for (Header header : call.headers()) {
      request.addHeader(header);
    }
    return request;
  }

  private static Reply notConnected(String where, IOException failed, boolean expired) {
    Optional<String> refused = EgressGuard.refused(failed);
    if (refused.isPresent()) {
      return notSent(
          ErrorCode.EGRESS_BLOCKED,
          where + " leads to " + refused.get() + ", and `egress.allow` does not list that.");
    }
    if (failed instanceof UnknownHostException) {
      return notSent(ErrorCode.DESTINATION_DOWN, "The name of " + where + " is not known.");
    }
    if (expired || failed instanceof SocketTimeoutException) {
      return notSent(ErrorCode.DESTINATION_DOWN, where + " did not take a connection in time.");
    }
    if (failed instanceof SSLException) {
      return notSent(
          ErrorCode.TLS,
          "No trusted connection to " + where + ": " + TheirWords.plain(failed.getMessage()));
    }
    return notSent(ErrorCode.DESTINATION_DOWN, where + " refuses connections.");
  }

  private static Reply notSent(ErrorCode code, String why) {
    return new Reply.NotSent(Failure.of(code, why));
  }

  /** The client's own words may repeat what was sent, so they are replaced by ours. */
  private static String why(Exception lost, boolean expired) {
    if (expired || lost instanceof SocketTimeoutException) {
      return "No answer came within the request's time.";
    }
    if (lost instanceof HttpException) {
      return "What came back is no HTTP answer.";
    }
    return "The connection broke before an answer came.";
  }
}
