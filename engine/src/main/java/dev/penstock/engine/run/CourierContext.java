package dev.penstock.engine.run;

import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.DeliveryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What a courier is given besides the plan: whose run it is and the world around it. */
record CourierContext(
    Ledger ledger,
    CurrentRun current,
    Action action,
    Origins origins,
    InstantSource clock,
    RandomGenerator random,
    Crashpoint crashpoint,
    long planned) {
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
