package dev.penstock.engine.run;

import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.PlanSummary;
import java.util.Optional;

/**
 * Stops a run before it sends anything when far more changed or disappeared than is usual: a broken
 * query must not empty a CRM. Compares with the held keys and with the last extract; applies from
 * the second run on. That everything is gone always stops.
 *
 * @param deletedPercentMax of the held keys
 * @param changedPercentMax of the held keys, updated and deleted together
 * @param rowsMin percentages mean nothing for fewer held keys than this
 * @param firstMax rows that may be sent while nothing is held yet
 */
public record Guard(
    double deletedPercentMax, double changedPercentMax, long rowsMin, long firstMax) {
  public static final Guard DEFAULT = new Guard(5, 50, 100);

  /** A first run of any size. */
  public Guard(double deletedPercentMax, double changedPercentMax, long rowsMin) {
    this(deletedPercentMax, changedPercentMax, rowsMin, Long.MAX_VALUE);
  }

  /** The reason to stop, as a sentence with numbers; empty when the plan may go out. */
  Optional<String> objection(PlanSummary plan, HeldSummary held) {
    if (plan.whole() && isEverythingGone(plan, held.held())) {
      return Optional.of(
          "All %,d held rows disappeared from the model (it gave %,d rows)."
              .formatted(plan.gone(), plan.read()));
    }
    if (held.held() == 0 && plan.added() > firstMax) {
      return Optional.of(
          "Nothing is held yet, and %,d rows would be sent; the limit is %,d."
              .formatted(plan.added(), firstMax));
    }
    if (held.held() == 0 || held.held() < rowsMin) {
      return Optional.empty();
    }
    double gone = percent(plan.gone(), held.held());
    if (gone > deletedPercentMax) {
      return Optional.of(
          "%,d of %,d held rows (%.1f %%) disappeared from the model; the limit is %.1f %%."
              .formatted(plan.gone(), held.held(), gone, deletedPercentMax));
    }
    double shrunk = percent(held.lastRead() - plan.read(), Math.max(1, held.lastRead()));
    if (plan.whole() && shrunk > deletedPercentMax) {
      return Optional.of(
          "The model gave %,d rows after %,d in the last run (%.1f %% fewer); the limit is %.1f %%."
              .formatted(plan.read(), held.lastRead(), shrunk, deletedPercentMax));
    }
    double changed = percent(plan.updated() + plan.gone(), held.held());
    if (changed > changedPercentMax) {
      return Optional.of(
          "%,d of %,d held rows (%.1f %%) changed or disappeared; the limit is %.1f %%."
              .formatted(plan.updated() + plan.gone(), held.held(), changed, changedPercentMax));
    }
    return Optional.empty();
  }

  /**
   * Keys whose first answers were all lost are not held, and yet the destination may have them:
   * they are all gone when no row of the model is known.
   */
  static boolean isEverythingGone(PlanSummary plan, long held) {
    boolean noneKnown = plan.read() == plan.added() + plan.sourceRejected();
    boolean noneHeld = held > 0 && plan.gone() >= held;
    return plan.gone() > 0 && (noneKnown || noneHeld);
  }

  private static double percent(long part, long whole) {
    return 100.0 * part / whole;
  }
}
