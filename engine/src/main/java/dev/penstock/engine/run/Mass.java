package dev.penstock.engine.run;

import dev.penstock.engine.diff.PlanSummary;

/**
 * The numbers of a plan that the guard looks at, and that a person approves.
 *
 * @param read rows of the model
 * @param sent adds and updates
 * @param gone held keys that disappeared, whether deletes are sent or not
 */
public record Mass(long read, long sent, long gone) {
  /** The next plan is made of other rows: so much more is still what was approved, in percent. */
  static final int TOLERANCE_PERCENT = 10;

  /** Of small numbers a percentage is nothing. */
  static final long TOLERANCE_ROWS = 100;

  static Mass of(PlanSummary plan) {
    long sent = plan.added() + plan.updated() + plan.unsettledAdded() + plan.unsettledUpdated();
    return new Mass(plan.read(), sent, plan.gone());
  }

  /** Whether a person who approved the other approved this too. */
  public boolean isWithin(Mass approved) {
    return sent <= most(approved.sent)
        && gone <= most(approved.gone)
        && most(read) >= approved.read;
  }

  private static long most(long rows) {
    return rows + Math.max(TOLERANCE_ROWS, rows * TOLERANCE_PERCENT / 100);
  }
}
