package dev.penstock.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * The floor of one record per request: what the HTTP client reaches alone against the same
 * receiver. Arguments: URL, requests, threads, repetitions.
 */
public final class PostOnly {
  private static final Logger LOG = Logger.getLogger("floor");

  private PostOnly() {}

  /** Prints the seconds of each repetition. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int requests = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(threads)
            .setMaxConnTotal(threads)
            .build();
    try (CloseableHttpClient client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableRedirectHandling()
            .build()) {
      for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
        long began = System.nanoTime();
        post(client, arguments[0], requests, threads);
        double seconds = (System.nanoTime() - began) / 1e9;
        LOG.log(Level.INFO, "post-only requests={0} seconds={1}", new Object[] {requests, seconds});
      }
    }
  }

  private static void post(CloseableHttpClient client, String url, int requests, int threads)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Thread> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      running.add(
          Thread.startVirtualThread(
              () -> {
                int n;
                while ((n = next.incrementAndGet()) <= requests) {
                  send(client, url, n);
                }
              }));
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private static void send(CloseableHttpClient client, String url, int n) {
    String body =
        ("{\"id\":%d,\"email\":\"user%d@example.org\",\"first_name\":\"First%d\",\"last_name\":\"Last%d\","
             + "\"age\":%d,\"balance\":%d.25,\"active\":true,\"created_at\":\"2024-01-01T00:00:00Z\","
             + "\"birthday\":\"2020-01-01\",\"token\":\"0123456789abcdef0123456789abcdef\"}")
            .formatted(n, n, n, n, n % 100, n);
    HttpPost post = new HttpPost(url);
    post.setEntity(
        new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    try {
      client.execute(
          post,
          response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
          });
    } catch (IOException e) {
      LOG.log(Level.WARNING, "request failed", e);
    }
  }
}
