package dev.penstock.engine.deliver;

import dev.penstock.engine.extract.TestStep;
import java.util.List;

/**
 * A configured tool, reached for one action. Thread-safe: {@link #deliver} is called by as many
 * threads as the concurrency allows, never twice at once for the same key.
 */
public interface Destination extends AutoCloseable {
  /**
   * Account and address: held state belongs to it. Two settings that reach the same records give
   * the same text; it holds no secret.
   */
  String identity();

  /**
   * Where the other side counts requests: what several destinations share that reach it with one
   * login. Holds no secret.
   */
  default String account() {
    return identity();
  }

  Action action();

  /**
   * Delivers one batch. Blocks until every record has an outcome or the request's deadline passed.
   * Must not retry by itself and must not throw for what the other side does: a lost answer is
   * {@link Outcome.Unknown}, a refused connection {@link Outcome.Retryable}.
   */
  Answer deliver(Batch batch);

  /** Tries the connection step by step without writing anything. */
  List<TestStep> test();

  @Override
  void close();
}
