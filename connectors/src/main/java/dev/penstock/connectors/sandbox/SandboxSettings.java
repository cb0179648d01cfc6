package dev.penstock.connectors.sandbox;

import dev.penstock.connectors.http.HttpLimits;
import dev.penstock.connectors.http.Secret;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the simulated CRM is reached.
 *
 * @param address where it listens
 * @param object which kind of thing records are there, for example {@code contacts}
 * @param token sent as a bearer token
 * @param level as the simulator is set
 * @param limits connections and times
 * @param allowPrivate whether private addresses may be reached, as for a simulator on this machine
 */
public record SandboxSettings(
    WebAddress address,
    String object,
    Optional<Secret> token,
    DeliveryLevel level,
    HttpLimits limits,
    boolean allowPrivate) {
  private static final Pattern OBJECT = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public SandboxSettings {
    if (!OBJECT.matcher(object).matches()) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The sandbox's object is not usable: it has other characters than letters, digits, _ and"
              + " -, or too many. Name for example contacts.");
    }
  }

  /** Level B, no token, four connections, private addresses allowed. */
  public static SandboxSettings of(WebAddress address, String object) {
    return new SandboxSettings(
        address,
        object,
        Optional.empty(),
        DeliveryLevel.B,
        HttpLimits.of(4, HttpLimits.REQUEST),
        true);
  }

  public SandboxSettings withToken(Secret other) {
    return new SandboxSettings(address, object, Optional.of(other), level, limits, allowPrivate);
  }

  public SandboxSettings withLevel(DeliveryLevel other) {
    return new SandboxSettings(address, object, token, other, limits, allowPrivate);
  }

  public SandboxSettings withLimits(HttpLimits other) {
    return new SandboxSettings(address, object, token, level, other, allowPrivate);
  }

  /** The path of the object, below that of the address. */
  String path() {
    String base = address.path().endsWith("/") ? address.path() : address.path() + "/";
    return base + "objects/" + object;
  }
}
