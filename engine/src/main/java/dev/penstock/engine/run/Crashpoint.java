package dev.penstock.engine.run;

/**
 * Named moments of a run at which tests end the process. Inert outside tests: {@link #NONE} does
 * nothing, and no configuration or API can set another.
 */
@FunctionalInterface
public interface Crashpoint {
  Crashpoint NONE = moment -> {};

  void at(Moment moment);

  /** The moments, in the order in which a run passes them. */
  enum Moment {
    CLAIMED,
    EXTRACT_OPEN,
    EXTRACT_ROW,
    EXTRACT_DONE,
    PLAN_SEALED,
    PLAN_RECORDED,
    MAPPED,
    BEFORE_INTENT,
    AFTER_INTENT,
    BEFORE_SEND,
    AFTER_SEND,
    AFTER_ANSWER,
    BEFORE_RECORD,
    AFTER_RECORD,
    BEFORE_SETTLE,
    SETTLE_PARTITION,
    SETTLED,
    BEFORE_END,
    AFTER_END
  }
}
