package dev.penstock.server.project;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A destination as its file declares it.
 *
 * @param type a name of {@link ConnectorTypes}
 * @param limits what the account allows, as far as it is known
 */
public record DestinationConfig(
    String name, String type, Settings settings, Limits limits, Ownership ownership, Place place) {
  public DestinationConfig {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  /**
   * What the vendor lets the account send.
   *
   * @param rate requests in a time
   * @param perDay requests in a day, by UTC
   * @param reserve the percentage of both that is left to other programs of the account
   */
  public record Limits(
      Optional<SyncConfig.Rate> rate, OptionalInt perDay, Optional<BigDecimal> reserve) {
    public static final Limits NONE =
        new Limits(Optional.empty(), OptionalInt.empty(), Optional.empty());
  }
}
