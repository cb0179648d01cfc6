package dev.penstock.engine.run;

import dev.penstock.engine.diff.PlanSummary;

/**
 * The numbers of a plan that the guard looks at, and that a person approves.
 *
 * @param read rows of the model
 * @param sent adds and updates
 * @param gone held keys that disappeared, whether deletes are sent or not
 * @param everything nothing that is held is in the model any more
 */
public record Mass(long read, long sent, long gone, boolean everything) {
  /** The next plan is made of other rows: so much more is still what was approved, in percent. */
  static final int TOLERANCE_PERCENT = 10;

  /** Of few adds and updates a percentage is nothing. */
  static final long TOLERANCE_ROWS = 100;

  static Mass of(PlanSummary plan) {
    long sent = plan.added() + plan.updated() + plan.unsettledAdded() + plan.unsettledUpdated();
    boolean everything = Guard.isEverythingGone(plan, plan.heldBefore());
    return new Mass(plan.read(), sent, plan.gone(), everything);
  }

  /**
   * Whether a person who approved the other approved this too. Disappearances have no number that
   * is always allowed: a yes to updates is none to deletes, however few rows there are.
   */
  public boolean isWithin(Mass approved) {
    return sent <= Math.max(approved.sent + TOLERANCE_ROWS, more(approved.sent))
        && gone <= more(approved.gone)
        && read >= approved.read - share(approved.read)
        && (!everything || approved.everything);
  }

  private static long more(long rows) {
    return rows + share(rows);
  }

  private static long share(long rows) {
    return rows * TOLERANCE_PERCENT / 100;
  }
}
