package dev.penstock.engine.deliver;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How fast a sync may send.
 *
 * @param adaptive the concurrency follows what the destination bears, up to the policy's own
 * @param perSecond requests a second that this sync may send
 * @param accountPerSecond requests a second that all syncs of the account may send together
 * @param accountPerDay requests that they may send together in a day, by UTC
 */
public record Pacing(
    boolean adaptive,
    OptionalDouble perSecond,
    OptionalDouble accountPerSecond,
    OptionalLong accountPerDay) {
  /** As many requests at once as the policy says, however many those are in a second. */
  public static final Pacing FREE =
      new Pacing(false, OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.empty());

  /** The same, with the concurrency found while running. */
  public Pacing adapting() {
    return new Pacing(true, perSecond, accountPerSecond, accountPerDay);
  }

  /** Whether the account's other syncs have to be asked. */
  public boolean isShared() {
    return accountPerSecond.isPresent() || accountPerDay.isPresent();
  }
}
