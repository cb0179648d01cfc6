package dev.penstock.connectors.webhook;

import dev.penstock.connectors.http.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** How requests say who sends them. */
public sealed interface Auth {
  /** They do not. */
  record None() implements Auth {}

  /** User and password (RFC 7617). */
  record Basic(String user, Secret password) implements Auth {}

  /** A token (RFC 6750). */
  record Bearer(Secret token) implements Auth {}

  /** A key in a header of the receiver's choice. */
  record ApiKey(String header, Secret key) implements Auth {}

  /** The header that carries it. */
  default Optional<Carried> carried() {
    return switch (this) {
      case None _ -> Optional.empty();
      case Basic(String user, Secret password) -> {
        byte[] pair = (user + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().encodeToString(pair);
        yield Optional.of(
            new Carried(
                "Authorization",
                new Secret("Basic " + encoded),
                List.of(password, new Secret(encoded))));
      }
      case Bearer(Secret token) ->
          Optional.of(
              new Carried("Authorization", new Secret("Bearer " + token.value()), List.of(token)));
      case ApiKey(String header, Secret key) -> Optional.of(new Carried(header, key, List.of(key)));
    };
  }

  /**
   * A header with a secret.
   *
   * @param secrets the texts that must not show up anywhere
   */
  record Carried(String header, Secret value, List<Secret> secrets) {}
}
