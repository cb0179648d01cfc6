package dev.penstock.engine.pace;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What all runs of all syncs and processes know together of the accounts that they send to. An
 * account is where a destination counts requests ({@link
 * dev.penstock.engine.deliver.Destination#account}). Thread-safe.
 *
 * <p>{@code LEDGER_UNAVAILABLE} when what is shared cannot be reached.
 */
public interface Accounts {
  /** How it stood when it was last left; {@link Standing#GOOD} of an account never met. */
  Standing standing(String account);

  /** How it stands now. Of several that say so at once the last one counts; each knows enough. */
  void keep(String account, Standing standing);

  /**
   * Takes places in the account's row of requests. Places that are taken are used up, also when no
   * request follows.
   *
   * @param perSecond how many places a second has; empty when only the day counts
   * @param perDay how many a day has, by UTC
   * @param wanted how many places; at least 1
   */
  Grant reserve(String account, OptionalDouble perSecond, OptionalLong perDay, int wanted);

  /**
   * Places in a row.
   *
   * @param places how many were granted, as far as the day has them; 0 when the day is used up
   * @param opensIn until the first of them may be used; the others follow by the rate. With 0
   *     places: until the next day begins
   */
  record Grant(int places, Duration opensIn) {}
}
