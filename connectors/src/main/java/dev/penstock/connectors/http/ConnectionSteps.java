package dev.penstock.connectors.http;

import dev.penstock.engine.extract.TestStep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Tries a connection step by step, without sending a request. */
public final class ConnectionSteps {
  private ConnectionSteps() {}

  /** URL, DNS with the guard's verdict on each address, TCP and, where used, TLS. */
  public static List<TestStep> of(
      WebAddress address, EgressGuard guard, SSLContext trust, Duration timeout) {
    var steps = new ArrayList<TestStep>();
    steps.add(TestStep.passed("URL", address.identity()));
    Optional<InetAddress> found = names(address, guard, steps);
    if (found.isEmpty()) {
      steps.add(TestStep.skipped("TCP"));
      addSkippedTls(address, steps);
      return steps;
    }
    try (var socket = new Socket()) {
      if (!tcp(socket, found.get(), address, timeout, steps)) {
        addSkippedTls(address, steps);
      } else if (address.isSecure()) {
        tls(socket, address, trust, timeout, steps);
      }
    } catch (IOException closing) {
      // Only closing is left to fail, after every step was written down.
      return steps;
    }
    return steps;
  }

  /** The way to a proxy; what lies behind it only a request can tell. */
  public static List<TestStep> through(Proxy proxy, WebAddress address, Duration timeout) {
    var steps = new ArrayList<TestStep>();
    steps.add(TestStep.passed("URL", address.identity()));
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(proxy.host(), proxy.port()), (int) timeout.toMillis());
      steps.add(TestStep.passed("proxy", "Connected to " + proxy + "; it looks names up."));
    } catch (IOException failed) {
      steps.add(
          TestStep.failed(
              "proxy", "No connection to the proxy " + proxy + ".", "Check `proxy.url`."));
    }
    return steps;
  }

  private static Optional<InetAddress> names(
      WebAddress address, EgressGuard guard, List<TestStep> steps) {
    InetAddress[] found;
    try {
      found = guard.lookUp(address.host());
    } catch (UnknownHostException unknown) {
      steps.add(
          TestStep.failed(
              "DNS",
              "The name " + address.host() + " is not known.",
              "Check the URL's host, or the name server of this machine."));
      return Optional.empty();
    }
    var seen = new ArrayList<String>();
    boolean refused = false;
    for (InetAddress each : found) {
      Optional<String> objection = guard.objection(address.host(), each);
      refused |= objection.isPresent();
      seen.add(each.getHostAddress() + objection.map(why -> " (blocked: " + why + ")").orElse(""));
    }
    String detail = address.host() + " is " + String.join(", ", seen);
    if (refused || found.length == 0) {
      steps.add(
          TestStep.failed(
              "DNS",
              detail,
              "Use a public address, or list this one under `egress: {allow: [...]}` in"
                  + " penstock.yaml."));
      return Optional.empty();
    }
    steps.add(TestStep.passed("DNS", detail));
    return Optional.of(found[0]);
  }

  private static boolean tcp(
      Socket socket, InetAddress host, WebAddress address, Duration timeout, List<TestStep> steps) {
    String where = host.getHostAddress() + " port " + address.port();
    try {
      socket.connect(new InetSocketAddress(host, address.port()), (int) timeout.toMillis());
      steps.add(TestStep.passed("TCP", "Connected to " + where));
      return true;
    } catch (IOException failed) {
      steps.add(
          TestStep.failed(
              "TCP",
              "No connection to " + where + ".",
              "Check port and firewall, and that the destination is running."));
      return false;
    }
  }

  private static void tls(
      Socket socket, WebAddress address, SSLContext trust, Duration timeout, List<TestStep> steps) {
    try (var secure =
        (SSLSocket)
            trust.getSocketFactory().createSocket(socket, address.host(), address.port(), true)) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.setSoTimeout((int) timeout.toMillis());
      secure.startHandshake();
      steps.add(TestStep.passed("TLS", secure.getSession().getProtocol() + ", trusted"));
    } catch (IOException failed) {
      steps.add(
          TestStep.failed(
              "TLS",
              "No trusted connection: " + TheirWords.plain(failed.getMessage()),
              "Check the certificate, the host name in the URL and the CA file."));
    }
  }

  private static void addSkippedTls(WebAddress address, List<TestStep> steps) {
    if (address.isSecure()) {
      steps.add(TestStep.skipped("TLS"));
    }
  }
}
