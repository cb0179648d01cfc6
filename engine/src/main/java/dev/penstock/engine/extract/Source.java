package dev.penstock.engine.extract;

import java.util.List;

/**
 * A warehouse or database that models are read from. Thread-safe; every extraction has its own
 * connection. Reads only: an implementation never writes to the source.
 *
 * <p>Failures are {@link dev.penstock.engine.error.PenstockException}s with a code of source scope.
 */
public interface Source extends AutoCloseable {
  /** Starts reading a model. Blocks until the source accepted the query. */
  Extraction extract(ExtractRequest request);

  /** Tries the connection step by step; never throws for what a step found. */
  List<TestStep> test();

  @Override
  void close();
}
