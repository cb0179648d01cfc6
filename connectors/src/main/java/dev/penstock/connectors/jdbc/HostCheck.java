package dev.penstock.connectors.jdbc;

import dev.penstock.engine.extract.TestStep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries a database server step by step: the first two steps are the same for all of them, the rest
 * is the subclass's. Each step that fails says what to do. Used once, by one thread.
 */
public abstract class HostCheck {
  private static final List<String> STEPS = List.of("DNS", "TCP", "TLS", "login", "rights");

  private final String host;
  private final int port;
  private final Duration timeout;
  private final List<TestStep> steps = new ArrayList<>();
  private InetAddress[] addresses = {};
  private @Nullable InetAddress answering;

  protected HostCheck(String host, int port, Duration timeout) {
    this.host = host;
    this.port = port;
    this.timeout = timeout;
  }

  /** Every step, in order; after one that failed the rest is skipped. */
  public final List<TestStep> steps() {
    try {
      boolean ok = dns() && tcp() && tls(answering) && login() && rights();
      for (int i = steps.size(); !ok && i < STEPS.size(); i++) {
        steps.add(TestStep.skipped(STEPS.get(i)));
      }
      return List.copyOf(steps);
    } finally {
      close();
    }
  }

  /** Shakes hands with the address that answered, as far as the settings want TLS. */
  protected abstract boolean tls(@Nullable InetAddress address);

  /** Logs in. */
  protected abstract boolean login();

  /** Looks at what the user may do. */
  protected abstract boolean rights();

  /** Where to look when the port does not answer, as a sentence. */
  protected abstract String tcpAdvice();

  /** Gives back what a step opened. */
  protected abstract void close();

  protected final boolean passed(String detail) {
    return steps.add(TestStep.passed(STEPS.get(steps.size()), detail));
  }

  protected final boolean failed(String detail, String remedy) {
    steps.add(TestStep.failed(STEPS.get(steps.size()), detail, remedy));
    return false;
  }

  private boolean dns() {
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      return failed(
          "The host " + host + " has no address.",
          "Correct the host's name, or ask for the DNS of this machine.");
    }
    return passed(
        host
            + " is "
            + Arrays.stream(addresses)
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", "))
            + ".");
  }

  private boolean tcp() {
    String why = "";
    for (InetAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
        answering = address;
        return passed("Port " + port + " at " + address.getHostAddress() + " answers.");
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    return failed("Port " + port + " cannot be reached (" + why + ").", tcpAdvice());
  }
}
