package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;

/**
 * When a connection has waited long enough. Written by the connection, read by the listener's
 * watch, which costs nothing per request; socket timeouts would start a timer for each read.
 */
final class Deadline {
  private static final long NEVER = Long.MAX_VALUE;

  private final long epoch = System.nanoTime();
  private final long idleNanos;
  private final long readNanos;
  private volatile long due = NEVER;
  private volatile boolean passed;
  private volatile boolean writing;

  Deadline(Duration idle, Duration read) {
    idleNanos = idle.toNanos();
    readNanos = read.toNanos();
  }

  /** Waiting for a request to start. */
  void idle() {
    writing = false;
    due = System.nanoTime() - epoch + idleNanos;
  }

  /** A request has started and has to be complete in time; the current System.nanoTime. */
  long reading() {
    long now = System.nanoTime();
    due = now - epoch + readNanos;
    return now;
  }

  /** An answer is being written; a peer that does not read it may not hold us for ever. */
  void writing() {
    writing = true;
    due = System.nanoTime() - epoch + readNanos;
  }

  /** Nothing is expected from the peer. */
  void none() {
    due = NEVER;
  }

  /** Asked by the watch: true once, when the time has come. */
  boolean isDue() {
    if (passed || System.nanoTime() - epoch < due) {
      return false;
    }
    passed = true;
    return true;
  }

  boolean inWrite() {
    return writing;
  }

  boolean passed() {
    return passed;
  }
}
