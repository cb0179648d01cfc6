package dev.penstock.engine.deliver;

import java.time.Duration;
import java.util.List;

/**
 * Starts requests and hands their ends back as events; the only place of a run where threads are.
 * Used by the run's coordinator alone.
 */
public interface Requests extends AutoCloseable {
  /** How many more batches {@link #start} takes now without a queue growing beyond its bound. */
  int free();

  /** Sends the batch as soon as a slot is free. */
  void start(Batch batch);

  /**
   * Takes back the started batches of which nothing has gone out and nothing will: the destination
   * wants to be left alone.
   */
  default List<Batch> recall() {
    return List.of();
  }

  /** How many started batches have not ended. */
  int inFlight();

  /**
   * Waits until at least one request ended, or this long, and returns all that ended since.
   *
   * @param wait zero returns at once
   */
  List<Ended> await(Duration wait);

  /** Stops: no new request begins; those under way are waited for up to their deadline. */
  @Override
  void close();

  /** A request that ended. */
  record Ended(Batch batch, Answer answer, Duration latency) {}
}
