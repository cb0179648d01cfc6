package dev.penstock.connectors.http;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A forward proxy that requests go through, spoken to in plain HTTP: {@code CONNECT} for https (RFC
 * 9110, 9.3.6), the absolute form for http. Names of destinations are then looked up by it, so it
 * has to guard where they lead. Immutable.
 *
 * @param login what it is told about us, or empty
 */
public record Proxy(String host, int port, Optional<Secret> login) {
  /**
   * A proxy by its address.
   *
   * @param user for Basic authentication, with a password; empty for none
   * @throws PenstockException CONFIG_INVALID when the address is not {@code http://host:port}
   */
  public static Proxy of(String url, Optional<String> user, Optional<Secret> password) {
    WebAddress address = WebAddress.of(url, true);
    if (address.isSecure() || !address.target().equals("/")) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The proxy's URL is not usable: it has to be http://host:port and no more.");
    }
    Optional<Secret> login =
        user.map(
            name -> {
              String both = name + ":" + password.map(Secret::value).orElse("");
              byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
              return new Secret("Basic " + Base64.getEncoder().encodeToString(bytes));
            });
    return new Proxy(address.host(), address.port(), login);
  }

  /** What must not be shown of it. */
  public List<Secret> secrets() {
    return login.stream().toList();
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
