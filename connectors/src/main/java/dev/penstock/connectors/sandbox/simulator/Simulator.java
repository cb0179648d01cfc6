package dev.penstock.connectors.sandbox.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A running simulated CRM: a small HTTP server that stores what it gets, fails on demand and keeps
 * an account of what truly arrived. For any number of threads; {@link #close} ends every connection
 * and every wait.
 */
public final class Simulator implements AutoCloseable {
  /** A request has to arrive within this time; a slower one is answered 408. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  private final Destination destination;
  private final Listener listener;

  private Simulator(Destination destination, Listener listener) {
    this.destination = destination;
    this.listener = listener;
  }

  /**
   * Starts a simulator; it listens when this returns.
   *
   * @throws IOException when the port is taken or the oracle file cannot be opened
   */
  public static Simulator start(SimulatorSettings settings) throws IOException {
    return start(settings, InstantSource.system(), READ_TIMEOUT);
  }

  /** The same with a clock for the dates in answers and another read timeout. */
  public static Simulator start(
      SimulatorSettings settings, InstantSource clock, Duration readTimeout) throws IOException {
    var destination = new Destination(settings, clock);
    try {
      var listener = new Listener(settings, destination, readTimeout);
      listener.start();
      return new Simulator(destination, listener);
    } catch (IOException refused) {
      destination.close();
      throw refused;
    }
  }

  /** The port it listens on. */
  public int port() {
    return listener.port();
  }

  /** The oracle's entries in memory: the newest 200,000 or 64 million payload characters. */
  public List<OracleEntry> log() {
    return destination.world().entries();
  }

  /** What has arrived since the start or the last reset. */
  public SimulatorCounts counts() {
    return destination.world().tallies.snapshot();
  }

  /** What the destination holds for a key; webhook paths are objects like {@code in/contacts}. */
  public Optional<SimulatedRecord> record(String object, String key) {
    return destination.world().record(object, key);
  }

  /** Replaces the fault script; its times and counts start now. */
  public void faults(FaultScript script) {
    destination.faults().install(script);
  }

  /**
   * Forgets records, keys, counts and the log in memory, and starts the fault script again. The
   * oracle file keeps its lines and the numbering goes on.
   */
  public void reset() {
    destination.reset();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    destination.close();
  }
}
