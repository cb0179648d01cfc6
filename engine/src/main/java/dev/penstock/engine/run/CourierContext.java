package dev.penstock.engine.run;

import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.pace.Pace;
import dev.penstock.engine.pace.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a courier is given besides the plan: whose run it is and the world around it.
 *
 * @param standing how the account stood when the delivery began
 */
record CourierContext(
    Ledger ledger,
    CurrentRun current,
    Action action,
    Origins origins,
    InstantSource clock,
    RandomGenerator random,
    Crashpoint crashpoint,
    Standing standing,
    Pace pace,
    long planned) {
  /** A shorter pause is over before another process could have started. */
  private static final Duration WORTH_KEEPING = Duration.ofSeconds(5);

  Lease lease() {
    return current.lease();
  }

  String run() {
    return current.id();
  }

  DeliveryPolicy policy() {
    return current.sync().delivery();
  }

  /** Whether what may have arrived is left to a person, because a repeat would double it. */
  boolean holdsAmbiguous() {
    return action.level() == DeliveryLevel.D
        && policy().onAmbiguous() == DeliveryPolicy.OnAmbiguous.HOLD;
  }

  Instant now() {
    return clock.instant();
  }

  Duration quiet() {
    return current.quiet();
  }

  /** How the run leaves the account, for whoever comes next. */
  void leave(Standing left) {
    if (!left.equals(standing)) {
      ledger.accounts().keep(account(), left);
    }
  }

  /** A long pause counts from now on, also when this process dies in it. */
  void heldOff(Standing held) {
    if (Duration.between(now(), held.notBefore()).compareTo(WORTH_KEEPING) > 0) {
      ledger.accounts().keep(account(), held);
    }
  }

  private String account() {
    return current.sync().destination().account();
  }

  LetterSchedule schedule() {
    return current.sync().letters();
  }

  boolean cancelled() {
    return current.options().cancelled().getAsBoolean();
  }

  void delivering(long decided) {
    current.listener().delivering(decided, planned);
  }

  void waiting(String why, Duration time) {
    current.listener().waiting(why, time.toMillis());
  }
}
