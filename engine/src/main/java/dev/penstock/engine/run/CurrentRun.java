package dev.penstock.engine.run;

import dev.penstock.engine.diff.StateRef;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.map.FieldMapping;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run while it is under way: whose it is, what it works on, and how long its steps took. Used by
 * the run's own thread.
 */
final class CurrentRun {
  private final SyncSpec sync;
  private final Lease lease;
  private final StateRef state;
  private final RunOptions options;
  private final RunListener listener;
  private final InstantSource clock;
  private final FieldMapping mapping;
  private final long planned;
  private final Duration quiet;
  private final boolean afterReset;
  private final boolean afterRefusals;
  private final String id;
  private final String trigger;
  private final Instant started;
  private final List<RunRecord.Step> steps = new ArrayList<>();
  private Instant stepBegan;

  CurrentRun(
      SyncSpec sync,
      Claim claim,
      StateRef state,
      RunOptions options,
      RunListener listener,
      InstantSource clock,
      Optional<RunRecord> crashed) {
    this.sync = sync;
    this.lease = claim.lease();
    this.state = state;
    this.options = options;
    this.listener = listener;
    this.clock = clock;
    this.mapping = FieldMapping.compile(sync.mapping(), sync.destination().action());
    this.planned = crashed.map(RunRecord::mappingVersion).orElse(mapping.version());
    this.quiet = claim.quiet();
    this.afterReset = claim.afterReset();
    this.afterRefusals = claim.lastError().filter(ErrorCode.TOO_MANY_REJECTED::equals).isPresent();
    this.trigger = crashed.map(RunRecord::trigger).orElse(options.trigger());
    this.id = crashed.map(RunRecord::id).orElse(options.id());
    this.started = crashed.map(RunRecord::started).orElse(clock.instant());
    this.stepBegan = clock.instant();
  }

  SyncSpec sync() {
    return sync;
  }

  Lease lease() {
    return lease;
  }

  StateRef state() {
    return state;
  }

  RunOptions options() {
    return options;
  }

  RunListener listener() {
    return listener;
  }

  FieldMapping mapping() {
    return mapping;
  }

  /** How long the last owner's requests may still be under way. */
  Duration quiet() {
    return quiet;
  }

  /** Whether nothing was ever settled and nobody asked for everything to be sent. */
  boolean isFirst() {
    return state.generation() == 0 && !afterReset;
  }

  /** Whether the last run stopped because so many records were refused. */
  boolean isAfterRefusals() {
    return afterRefusals;
  }

  String id() {
    return id;
  }

  /** Whether it takes for delivered what a person looked at. */
  boolean confirms() {
    return trigger.equals(Purpose.CONFIRM);
  }

  /** Whether it takes the destination for right as it is. */
  boolean rebases() {
    return trigger.equals(Purpose.REBASE);
  }

  /** Whether held state moves and nothing may be sent. */
  boolean sendsNothing() {
    return confirms() || rebases();
  }

  RunStart start() {
    return new RunStart(
        id, trigger, options.user(), mapping.version(), mapping.definition(), started);
  }

  /** The step that was under way until now is over. */
  void stepEnded(String name) {
    stepEnded(name, clock.instant());
  }

  void stepEnded(String name, Instant end) {
    steps.add(new RunRecord.Step(name, Duration.between(stepBegan, end).toMillis()));
    stepBegan = end;
  }

  List<RunRecord.Step> steps() {
    return steps;
  }

  RunRecord record(RunEnd end) {
    return new RunRecord(
        id,
        sync.name(),
        trigger,
        options.user(),
        planned,
        end.status(),
        started,
        Optional.of(end.ended()),
        end.counts(),
        end.steps(),
        end.error(),
        end.message(),
        end.due());
  }
}
