package dev.penstock.connectors.sandbox.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of one simulator share. For any number of threads. */
final class Destination {
  /** Requests waiting to be applied late; beyond it they are lost, as in a queue that overflows. */
  private static final int LATE_MAX = 10_000;

  private final World world;
  private final Tokens tokens = new Tokens();
  private final ActiveFaults faults;
  private final KeyFields keyFields;
  private final Pauses pauses = new Pauses();
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicLong requests = new AtomicLong();
  private final Semaphore late = new Semaphore(LATE_MAX);

  Destination(SimulatorSettings settings, InstantSource clock) throws IOException {
    world = new World(settings.level(), settings.oracle());
    faults = new ActiveFaults(settings.seed(), clock, tokens);
    faults.install(settings.faults());
    keyFields = new KeyFields(settings.keyField());
  }

  World world() {
    return world;
  }

  Tokens tokens() {
    return tokens;
  }

  ActiveFaults faults() {
    return faults;
  }

  KeyFields keyFields() {
    return keyFields;
  }

  Pauses pauses() {
    return pauses;
  }

  /** How many requests are being worked on. */
  AtomicInteger working() {
    return working;
  }

  /** The number of the last request. */
  AtomicLong requests() {
    return requests;
  }

  void applyLater(Visit visit, List<Arrival> arrivals, Duration after) {
    if (!late.tryAcquire()) {
      return;
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                if (pauses.pause(after)) {
                  world.applyLate(visit, arrivals, "late_apply.applied");
                }
              } finally {
                late.release();
              }
            });
  }

  void reset() {
    world.reset();
    faults.rearm();
  }

  void close() throws IOException {
    pauses.close();
    world.close();
  }
}
